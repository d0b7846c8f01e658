// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.parking.ParkedRows.Signals;
import ai.casys.core.gateway.parking.ParkedRows.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The calls that wait for their clients. A server's question during a call ends the client's request, and the call stays
 * here, with the connection; the client's retry may reach any process of the same database and is joined with the call
 * wherever that is held. One for a process; safe for any number of threads.
 */
public final class Parking implements AutoCloseable {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

    private final UUID node;
    private final ParkedRows rows;
    private final ParkingLimits limits;
    private final Watch watch;
    private final HeldCalls calls;

    private Parking(UUID node, ParkedRows rows, ParkingLimits limits) {
        this.node = node;
        this.rows = rows;
        this.limits = limits;
        this.watch = new Watch(this::holdsNothing, this::look);
        this.calls = new HeldCalls(limits.callsPerProcess(), watch);
    }

    /** @param node this process, which has to give signs of life as long as this is open */
    public static Parking open(UUID node, ParkedRows rows, ParkingLimits limits) {
        Parking parking = new Parking(node, rows, limits);
        parking.watch.start();
        return parking;
    }

    /**
     * Begins a call that this process carries through. Nothing is written, and nothing counted, until it asks something.
     *
     * @return to be closed when the call is over
     */
    public HeldCall hold(Caller caller, CallFacts facts) {
        return new HeldCall(new ParkedRows.Place(node, UUID.randomUUID(), caller, facts), rows, calls, limits);
    }

    /**
     * A client comes back with answers. They reach the call wherever it is held; then this waits for what comes next. The
     * same answers to the same round may be brought again, at any process, and give the same outcome.
     *
     * @param wait how long to wait at most
     * @return {@link Outcome.Working} if nothing has come in time
     * @throws ai.casys.core.api.CasysException as {@link ParkedRows}; whether the answers arrived is then not known, and
     *     they may be brought again
     */
    public Outcome resume(Caller caller, Resumption resumption, Duration wait) throws InterruptedException {
        if (resumption.answers().size() > limits.answerBytes()) {
            return new Outcome.Refused(Outcome.Misfit.TOO_LARGE);
        }
        long deadline = System.nanoTime() + wait.toNanos();
        boolean vanished = false;
        while (true) {
            // Found before the table is asked: a call that ends in between has left its outcome there.
            Optional<HeldCall> held = calls.find(resumption.call());
            switch (rows.answer(caller, resumption, node)) {
                case Standing.Settled settled -> {
                    return settled.outcome();
                }
                case Standing.Running running -> {
                    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                    if (held.isPresent()) {
                        held.get().deliver(resumption.round(), resumption.answers());
                        return held.get().after(resumption.round(), left);
                    }
                    if (running.node().equals(node)) {
                        if (vanished) {
                            rows.lose(caller, resumption.call());
                        }
                        vanished = true;
                        continue;
                    }
                    if (left.isZero()) {
                        return new Outcome.Working();
                    }
                    watch.await(resumption.call(), left.compareTo(LONGEST_SILENCE) < 0 ? left : LONGEST_SILENCE);
                }
            }
        }
    }

    private boolean holdsNothing() {
        return calls.isEmpty();
    }

    private Set<UUID> look(Set<UUID> waited) {
        calls.writeAgain();
        Signals signals = rows.signals(node, waited);
        signals.lost().forEach(call -> calls.find(call).ifPresent(HeldCall::declaredLost));
        signals.answered()
                .forEach((call, round) -> calls.find(call)
                        .filter(held -> held.awaits(round))
                        .ifPresent(held ->
                                rows.answers(held.place(), round).ifPresent(given -> held.deliver(round, given))));
        return signals.settled();
    }

    /** Gives up every call that has asked something; their clients learn that the outcome is unknown. */
    @Override
    public void close() {
        watch.close();
        calls.all().forEach(HeldCall::close);
    }
}
