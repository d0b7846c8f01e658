// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking.store;

import static ai.casys.core.storage.generated.Tables.PARKED_CALL;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.parking.Outcome;
import ai.casys.core.gateway.parking.ParkedRows.Standing;
import ai.casys.core.gateway.parking.Resumption;
import ai.casys.core.storage.generated.ParkedCallRecord;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** One client's retry, within one transaction that keeps others away from the call. Used by one thread. */
final class Answering {

    private final DSLContext context;
    private final SealedBytes sealed;
    private final Caller caller;
    private final UUID self;

    Answering(DSLContext context, SealedBytes sealed, Caller caller, UUID self) {
        this.context = context;
        this.sealed = sealed;
        this.caller = caller;
        this.self = self;
    }

    Standing answer(Resumption resumption) {
        Condition lives = PARKED_CALL.NODE_ID.eq(self).or(Liveness.holderLives());
        Optional<ParkedCallRecord> found = context.selectFrom(PARKED_CALL)
                .where(PARKED_CALL.ID.eq(resumption.call()))
                .and(PARKED_CALL.USER_ID.eq(caller.user().value()))
                .and(PARKED_CALL.PARAMS_DIGEST.eq(resumption.paramsDigest()))
                .and(DSL.not(Liveness.expired(lives)))
                .forUpdate()
                .fetchOptional();
        if (found.isEmpty()) {
            return settled(new Outcome.Gone());
        }
        ParkedCallRecord call = found.get();
        if (State.of(call.getState()) == State.LOST) {
            return settled(new Outcome.Lost(call.getNodeId()));
        }
        if (resumption.round() < 1) {
            return settled(new Outcome.Refused(Outcome.Misfit.WRONG_ROUND));
        }
        if (resumption.round() == call.getAnsweredRound()) {
            return sealed.matches(caller.tenant(), call.getId(), resumption.answers(), call.getAnswersDigest())
                    ? standing(call)
                    : settled(new Outcome.Refused(Outcome.Misfit.ANSWERED_DIFFERENTLY));
        }
        if (resumption.round() != call.getRound()) {
            return settled(new Outcome.Refused(Outcome.Misfit.WRONG_ROUND));
        }
        if (State.of(call.getState()) != State.ASKED) {
            return standing(call);
        }
        if (!lives(call)) {
            return lost(call);
        }
        context.update(PARKED_CALL)
                .set(PARKED_CALL.STATE, State.ANSWERED.text())
                .set(PARKED_CALL.ANSWERED_ROUND, resumption.round())
                .set(PARKED_CALL.ANSWERS_DIGEST, sealed.digest(caller.tenant(), call.getId(), resumption.answers()))
                .set(
                        PARKED_CALL.ANSWERS,
                        sealed.seal(SealedBytes.ANSWERS, caller.tenant(), call.getId(), resumption.answers()))
                .set(PARKED_CALL.CHANGED_AT, Liveness.after(0))
                .where(PARKED_CALL.ID.eq(call.getId()))
                .execute();
        return new Standing.Running(call.getNodeId());
    }

    /** How a call stands whose latest answers are known. */
    private Standing standing(ParkedCallRecord call) {
        return switch (State.of(call.getState())) {
            case ASKED ->
                lives(call)
                        ? opened(
                                call,
                                SealedBytes.QUESTIONS,
                                call.getQuestions(),
                                questions -> new Outcome.Asked(call.getRound(), questions))
                        : lost(call);
            case ANSWERED -> lives(call) ? new Standing.Running(call.getNodeId()) : lost(call);
            case DONE -> opened(call, SealedBytes.OUTCOME, call.getOutcome(), Outcome.Done::new);
            case FAILED -> opened(call, SealedBytes.OUTCOME, call.getOutcome(), Outcome.Failed::new);
            case LOST -> settled(new Outcome.Lost(call.getNodeId()));
        };
    }

    /** What cannot be opened any more is as good as lost. */
    private Standing opened(ParkedCallRecord call, String purpose, byte[] bytes, Function<RawJson, Outcome> outcome) {
        return sealed.open(purpose, caller.tenant(), call.getId(), bytes)
                .map(json -> settled(outcome.apply(json)))
                .orElseGet(() -> settled(new Outcome.Lost(call.getNodeId())));
    }

    private boolean lives(ParkedCallRecord call) {
        return call.getNodeId().equals(self)
                || context.fetchExists(
                        PARKED_CALL, PARKED_CALL.ID.eq(call.getId()).and(Liveness.holderLives()));
    }

    /** From here on the call stays lost, even if the process was only out of breath. */
    private Standing lost(ParkedCallRecord call) {
        lose(context, PARKED_CALL.ID.eq(call.getId()));
        return settled(new Outcome.Lost(call.getNodeId()));
    }

    static int lose(DSLContext context, Condition calls) {
        return context.update(PARKED_CALL)
                .set(PARKED_CALL.STATE, State.LOST.text())
                .setNull(PARKED_CALL.ANSWERS)
                .set(PARKED_CALL.CHANGED_AT, Liveness.after(0))
                .where(calls, PARKED_CALL.STATE.in(State.ASKED.text(), State.ANSWERED.text()))
                .execute();
    }

    private static Standing settled(Outcome outcome) {
        return new Standing.Settled(outcome);
    }
}
