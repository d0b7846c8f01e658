// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;

/**
 * The calls under way at one server, by client: most transports do not say to which call a question or a message of the
 * server belongs, so it can be told only when all are of the same client. A call that was given up still counts for a
 * while, since many servers work on and may ask only then. Thread-safe.
 */
final class OpenCalls {

    /** To whom something belongs that the server says. */
    sealed interface Owner {
        /**
         * The call of the only client that has one under way: the most recent one that does not wait for an answer
         * already, since a call rarely asks twice at once.
         */
        record One(OpenCall call) implements Owner {}

        /** Calls of several clients are under way. */
        record Several() implements Owner {}

        /** Only one client has calls under way, but another one has just given up a call. */
        record Unsure() implements Owner {}

        /** No call is under way. */
        record Nobody() implements Owner {}
    }

    /** How long a server that does not heed a cancellation is taken to be working on, in nanoseconds. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(10);

    private final Object lock = new Object();
    private final SequencedMap<String, Long> givenUp = new LinkedHashMap<>();
    private final Map<String, SequencedSet<OpenCall>> byClient = new HashMap<>();

    void add(OpenCall call) {
        synchronized (lock) {
            byClient.computeIfAbsent(call.client().client(), _ -> new LinkedHashSet<>())
                    .addLast(call);
        }
    }

    /** The call is over; {@code answered} if the server said so. */
    void remove(OpenCall call, boolean answered) {
        synchronized (lock) {
            if (!answered) {
                forgetOld();
                givenUp.putLast(call.client().client(), System.nanoTime());
            }
            byClient.computeIfPresent(call.client().client(), (_, calls) -> {
                calls.remove(call);
                return calls.isEmpty() ? null : calls;
            });
        }
    }

    /** To whom something belongs that comes now without saying so. */
    Owner owner() {
        synchronized (lock) {
            return switch (byClient.size()) {
                case 0 -> new Owner.Nobody();
                case 1 -> onlyOne();
                default -> new Owner.Several();
            };
        }
    }

    /** The same as far as this client goes: its call that something belongs to. */
    Optional<OpenCall> of(String client) {
        synchronized (lock) {
            return Optional.ofNullable(byClient.get(client)).map(OpenCalls::likeliest);
        }
    }

    /** There is another connection, on which nothing that was given up goes on. */
    void connected() {
        synchronized (lock) {
            givenUp.clear();
        }
    }

    private Owner onlyOne() {
        forgetOld();
        Map.Entry<String, SequencedSet<OpenCall>> only =
                byClient.entrySet().iterator().next();
        boolean alone = givenUp.keySet().stream().allMatch(only.getKey()::equals);
        return alone ? new Owner.One(likeliest(only.getValue())) : new Owner.Unsure();
    }

    private void forgetOld() {
        while (!givenUp.isEmpty() && System.nanoTime() - givenUp.firstEntry().getValue() > AFTERMATH) {
            givenUp.pollFirstEntry();
        }
    }

    private static OpenCall likeliest(SequencedSet<OpenCall> calls) {
        return calls.reversed().stream()
                .filter(call -> !call.isAsking())
                .findFirst()
                .orElseGet(calls::getLast);
    }

    /** Whether a question to this client is open, so that it may need another call to answer it. */
    boolean isAsked(String client) {
        synchronized (lock) {
            return Optional.ofNullable(byClient.get(client))
                    .filter(calls -> calls.stream().anyMatch(OpenCall::isAsking))
                    .isPresent();
        }
    }
}
