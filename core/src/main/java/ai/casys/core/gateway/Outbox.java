// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Messages that wait for a client to listen. Bounded: the oldest is dropped when it is full. Every message is handed to
 * exactly one reader (2025-11-25, transports, "Multiple Connections"). Safe for any number of threads; readers block
 * without holding up writers.
 */
final class Outbox {

    private final int capacity;
    private final Deque<JsonRpcMessage> messages = new ArrayDeque<>();
    private boolean closed;

    Outbox(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a message, unless an equal one is waiting already or nobody will ever read it. */
    synchronized void add(JsonRpcMessage message) {
        if (closed || messages.contains(message)) {
            return;
        }
        if (messages.size() == capacity) {
            messages.removeFirst();
        }
        messages.addLast(message);
        notifyAll();
    }

    /** The next message; empty when none came in time or the box is closed. */
    synchronized Optional<JsonRpcMessage> next(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (messages.isEmpty() && !closed) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return Optional.ofNullable(messages.pollFirst());
    }

    /** Wakes every reader; later messages are dropped. */
    synchronized void close() {
        closed = true;
        messages.clear();
        notifyAll();
    }
}
