// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The calls under way at one server, by client: most transports do not say to which call a question or a message of the
 * server belongs, so it can be told only when all are of the same client. Thread-safe.
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

        /** No call is under way. */
        record Nobody() implements Owner {}
    }

    private final Object lock = new Object();
    private final Map<String, SequencedSet<OpenCall>> byClient = new HashMap<>();

    void add(OpenCall call) {
        synchronized (lock) {
            byClient.computeIfAbsent(call.client().client(), _ -> new LinkedHashSet<>())
                    .addLast(call);
        }
    }

    /** The call is over. */
    void remove(OpenCall call) {
        synchronized (lock) {
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
                case 1 -> new Owner.One(likeliest(byClient.values().iterator().next()));
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
