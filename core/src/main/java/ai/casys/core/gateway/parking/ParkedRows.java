// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.core.api.Caller;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the processes of one database share of their parked calls. Each method is one transaction; blocking; any thread.
 * All throw {@link ai.casys.core.api.CasysException} of category UNAVAILABLE, TIMEOUT or OVERLOADED if the database does
 * not answer.
 */
public interface ParkedRows {

    /** A call that this process holds. */
    record Place(UUID node, UUID call, Caller caller, CallFacts facts) {}

    /** How a call stands, as far as all processes know. */
    sealed interface Standing {

        /** Nothing has to be waited for. */
        record Settled(Outcome outcome) implements Standing {}

        /** The answers are with the process that holds the call, and it lives. */
        record Running(UUID node) implements Standing {}
    }

    /**
     * What happened to calls.
     *
     * @param answered calls of this process whose round was answered, with the round
     * @param lost calls of this process that others declared lost
     * @param settled of those asked about, the ones that do not run any more
     */
    record Signals(Map<UUID, Integer> answered, Set<UUID> lost, Set<UUID> settled) {
        public Signals {
            answered = Map.copyOf(answered);
            lost = Set.copyOf(lost);
            settled = Set.copyOf(settled);
        }
    }

    /**
     * Writes a round of questions.
     *
     * @return whether it was written; not if the call was declared lost or has expired
     * @throws ai.casys.core.api.CasysException of category OVERLOADED if the caller has too many open calls
     */
    boolean ask(Place place, int round, RawJson questions);

    /** Ends the waiting for a round: its answers if they have come in spite of all, otherwise the call is forgotten. */
    Optional<RawJson> expire(Place place, int round);

    /** The answers to a round, if they have come. */
    Optional<RawJson> answers(Place place, int round);

    /**
     * Writes how a call ended.
     *
     * @return whether it was written; not if the call was declared lost or has expired
     */
    boolean finish(Place place, Outcome end);

    /**
     * Takes a client's answers, once; brought again, the same answers change nothing.
     *
     * @param self this process, which lives whatever the table says of it
     */
    Standing answer(Caller caller, Resumption resumption, UUID self);

    /** Declares a call lost that is still open. */
    void lose(Caller caller, UUID call);

    /**
     * Asks after many calls at once.
     *
     * @param waited calls that somebody at this process waits for
     */
    Signals signals(UUID self, Set<UUID> waited);
}
