// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.gateway.parking.HeldCall;
import ai.casys.core.gateway.parking.Reply;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Gathers the questions that a server asks at the same time into one round, so that a client is asked once. One of the
 * asking threads leads: it waits a moment for others, carries the round out, and hands on what is left when it has its
 * own answer. What is missing, or is no answer to such a question, is asked for again (2026-07-28, patterns/mrtr, "Error
 * Handling"). Safe for any number of threads; the lock is not held while a round is open.
 */
final class Rounds {

    private static final Duration GATHERING = Duration.ofMillis(20);

    private final HeldCall call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Question> open = new LinkedHashMap<>();
    private final Map<String, RawJson> answered = new HashMap<>();
    private Optional<Reply.Reason> end = Optional.empty();
    private boolean led;
    private int lastKey;

    Rounds(HeldCall call) {
        this.call = call;
    }

    private record Question(RawJson request, Predicate<RawJson> fits) {}

    /**
     * Asks and waits.
     *
     * @param request an {@code InputRequest}
     * @param fits whether a value can be the answer
     * @throws CasysException if there will be no answer
     */
    RawJson ask(RawJson request, Predicate<RawJson> fits) throws InterruptedException {
        String key = note(new Question(request, fits));
        try {
            while (true) {
                Optional<RawJson> answer = lead(key);
                if (answer.isPresent()) {
                    return answer.get();
                }
                carryOut(gathered());
            }
        } finally {
            forget(key);
        }
    }

    private String note(Question question) {
        lock.lock();
        try {
            String key = "question-" + ++lastKey;
            open.put(key, question);
            return key;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the answer; empty when this thread is to carry out the next round. */
    private Optional<RawJson> lead(String key) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                RawJson answer = answered.remove(key);
                if (answer != null) {
                    return Optional.of(answer);
                }
                if (end.isPresent()) {
                    throw over(end.get());
                }
                if (!led) {
                    led = true;
                    return Optional.empty();
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Question> gathered() throws InterruptedException {
        try {
            Thread.sleep(GATHERING);
        } catch (InterruptedException e) {
            stepDown();
            throw e;
        }
        lock.lock();
        try {
            return new LinkedHashMap<>(open);
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Map<String, Question> questions) throws InterruptedException {
        RawObject round = RawObject.EMPTY;
        for (Map.Entry<String, Question> question : questions.entrySet()) {
            round = round.with(question.getKey(), question.getValue().request());
        }
        try {
            Reply reply = call.ask(round.toRawJson());
            lock.lock();
            try {
                take(reply, questions);
            } finally {
                lock.unlock();
            }
        } finally {
            stepDown();
        }
    }

    private void take(Reply reply, Map<String, Question> questions) {
        switch (reply) {
            case Reply.Given(RawJson given) -> {
                RawObject answers = RawObject.of(given);
                questions.forEach((key, question) -> answers.get(key)
                        .filter(question.fits())
                        .filter(_ -> open.containsKey(key))
                        .ifPresent(answer -> {
                            open.remove(key);
                            answered.put(key, answer);
                        }));
            }
            case Reply.Withdrawn(Reply.Reason reason) -> end = Optional.of(reason);
        }
    }

    private void stepDown() {
        lock.lock();
        try {
            led = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forget(String key) {
        lock.lock();
        try {
            open.remove(key);
            answered.remove(key);
        } finally {
            lock.unlock();
        }
    }

    private static CasysException over(Reply.Reason reason) {
        return switch (reason) {
            case EXPIRED ->
                new CasysException(ErrorCategory.TIMEOUT, "the client did not come back to answer what it was asked");
            case LOST, CLOSED ->
                new CasysException(ErrorCategory.CANCELLED, "the call ended before its client had answered");
        };
    }
}
