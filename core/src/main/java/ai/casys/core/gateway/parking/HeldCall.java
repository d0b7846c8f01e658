// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call to a server that this process carries through, while its client comes and goes. The threads of the server's side
 * ask and finish, those of the client's side wait for what comes next. Nothing is written before the first question, so a
 * call that asks nothing costs no database. What a client is shown was committed before; the lock is never held across
 * that. Safe for any number of threads.
 */
public final class HeldCall implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeldCall.class);

    private final ParkedRows.Place place;
    private final ParkedRows rows;
    private final HeldCalls calls;
    private final ParkingLimits limits;
    private final Semaphore turn = new Semaphore(1, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private int round;
    private RawJson questions = RawJson.EMPTY_OBJECT;
    private Optional<RawJson> answers = Optional.empty();
    private boolean ending;
    private Optional<Outcome> end = Optional.empty();

    HeldCall(ParkedRows.Place place, ParkedRows rows, HeldCalls calls, ParkingLimits limits) {
        this.place = place;
        this.rows = rows;
        this.calls = calls;
        this.limits = limits;
    }

    /** What the client's retry has to name. */
    public UUID id() {
        return place.call();
    }

    /**
     * The server asks: the client gets the questions as the next round, and this waits for its answers. Of several threads
     * that ask at once, each gets a round of its own, one after the other.
     *
     * @param questions for the client, as they are
     * @throws CasysException {@link ErrorCategory#OVERLOADED} if too many calls are parked or this one has asked too
     *     often, {@link ErrorCategory#INVALID_INPUT} if the questions are too large, and as {@link ParkedRows}
     * @throws InterruptedException if the waiting thread is interrupted; the round stays open until the call is closed
     */
    public Reply ask(RawJson questions) throws InterruptedException {
        if (questions.size() > limits.questionBytes()) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the questions of " + questions.size() + " bytes are larger than the limit of "
                            + limits.questionBytes() + " bytes");
        }
        turn.acquire();
        try {
            int next = nextRound();
            return next == 0 ? new Reply.Withdrawn(Reply.Reason.CLOSED) : askNext(next, questions);
        } finally {
            turn.release();
        }
    }

    /** Ends the call with a result. Only the first end counts. */
    public void finish(RawJson result) {
        end(new Outcome.Done(result));
    }

    /** Ends the call with an error object. Only the first end counts. */
    public void fail(RawJson error) {
        end(new Outcome.Failed(error));
    }

    /**
     * What the client's first request is answered with: the questions of the first round, or the end.
     *
     * @return {@link Outcome.Working} if there is neither in time
     */
    public Outcome first(Duration wait) throws InterruptedException {
        return after(0, wait);
    }

    /** Gives the call up if it has not ended; its outcome is unknown from then on. */
    @Override
    public void close() {
        end(new Outcome.Lost(place.node()));
    }

    ParkedRows.Place place() {
        return place;
    }

    /** What comes after a round that the client has answered. */
    Outcome after(int answeredRound, Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                if (end.isPresent()) {
                    return end.get();
                }
                if (round > answeredRound) {
                    return new Outcome.Asked(round, questions);
                }
                if (nanos <= 0) {
                    return new Outcome.Working();
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether answers to this round are still waited for. */
    boolean awaits(int asked) {
        lock.lock();
        try {
            return round == asked && answers.isEmpty() && end.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Hands in the answers to a round; once they are there, others change nothing. */
    void deliver(int asked, RawJson given) {
        lock.lock();
        try {
            if (round == asked && answers.isEmpty()) {
                answers = Optional.of(given);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Others have told the client that the call is lost, so lost it is. */
    void declaredLost() {
        settle(new Outcome.Lost(place.node()));
        calls.leave(this);
    }

    /** The number of the next round, 0 if the call is over. */
    private int nextRound() {
        lock.lock();
        try {
            if (ending) {
                return 0;
            }
            if (round >= limits.rounds()) {
                throw new CasysException(
                        ErrorCategory.OVERLOADED,
                        "the call has asked its client " + round + " times, which is the limit");
            }
            return round + 1;
        } finally {
            lock.unlock();
        }
    }

    private Reply askNext(int next, RawJson asked) throws InterruptedException {
        if (next == 1) {
            calls.enter(this);
        }
        boolean written = false;
        try {
            written = rows.ask(place, next, asked);
        } finally {
            if (!written && next == 1) {
                calls.leave(this);
            }
        }
        if (!written) {
            declaredLost();
            return new Reply.Withdrawn(Reply.Reason.LOST);
        }
        Optional<Outcome> overtaken = begin(next, asked);
        if (overtaken.isPresent()) {
            // The call ended while the questions were written, when its end had no row to go to yet.
            keep(overtaken.get());
            return new Reply.Withdrawn(Reply.Reason.CLOSED);
        }
        return reply(next);
    }

    private Optional<Outcome> begin(int next, RawJson asked) {
        lock.lock();
        try {
            if (end.isPresent()) {
                return end;
            }
            round = next;
            questions = asked;
            answers = Optional.empty();
            changed.signalAll();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Reply reply(int asked) throws InterruptedException {
        long nanos = limits.keptFor().toNanos();
        lock.lockInterruptibly();
        try {
            while (answers.isEmpty() && end.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            if (answers.isPresent()) {
                return new Reply.Given(answers.get());
            }
            if (end.isPresent()) {
                boolean lost = end.get() instanceof Outcome.Lost;
                return new Reply.Withdrawn(lost ? Reply.Reason.LOST : Reply.Reason.CLOSED);
            }
        } finally {
            lock.unlock();
        }
        Optional<RawJson> late = rows.expire(place, asked);
        if (late.isPresent()) {
            deliver(asked, late.get());
            return new Reply.Given(late.get());
        }
        settle(new Outcome.Gone());
        calls.leave(this);
        return new Reply.Withdrawn(Reply.Reason.EXPIRED);
    }

    private void end(Outcome outcome) {
        boolean hasRow;
        lock.lock();
        try {
            if (ending) {
                return;
            }
            ending = true;
            hasRow = round > 0;
        } finally {
            lock.unlock();
        }
        if (!hasRow) {
            settle(outcome);
            calls.leave(this);
            return;
        }
        settle(keep(outcome));
    }

    /** Writes the end for those who ask elsewhere or later, and lets go of the call; if that fails, it is tried again. */
    private Outcome keep(Outcome outcome) {
        try {
            Outcome known = write(outcome);
            calls.leave(this);
            return known;
        } catch (CasysException e) {
            log.warn("the end of call {} cannot be written yet: {}", place.call(), e.getMessage());
            calls.writeLater(this, outcome);
            return outcome;
        }
    }

    /** Tries again to write the end. */
    void writeAgain(Outcome outcome) {
        write(outcome);
        calls.leave(this);
    }

    private Outcome write(Outcome outcome) {
        if (outcome instanceof Outcome.Lost) {
            rows.lose(place.caller(), place.call());
            return outcome;
        }
        if (rows.finish(place, keepable(outcome))) {
            return outcome;
        }
        log.warn(
                "call {} to {} ended after it had been given up",
                place.call(),
                place.facts().server());
        return new Outcome.Lost(place.node());
    }

    private Outcome keepable(Outcome outcome) {
        int size = switch (outcome) {
            case Outcome.Done done -> done.result().size();
            case Outcome.Failed failed -> failed.error().size();
            case Outcome.Asked _, Outcome.Lost _, Outcome.Gone _, Outcome.Refused _, Outcome.Working _ -> 0;
        };
        if (size <= limits.outcomeBytes()) {
            return outcome;
        }
        return new Outcome.Failed(RawJson.ofTrusted(("{\"code\":" + ErrorCategory.OVERLOADED.jsonRpcCode()
                        + ",\"message\":\"The call was carried out, but its answer of " + size
                        + " bytes is larger than the " + limits.outcomeBytes()
                        + " bytes that are kept for a retry.\"}")
                .getBytes(StandardCharsets.UTF_8)));
    }

    private void settle(Outcome outcome) {
        lock.lock();
        try {
            ending = true;
            if (end.isEmpty()) {
                end = Optional.of(outcome);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
