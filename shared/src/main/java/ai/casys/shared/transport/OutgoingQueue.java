// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages on their way into a child process. Senders never wait: they are turned away when the child has not read for
 * too long. One thread runs {@link #drain}; the lock is not held while it writes.
 */
final class OutgoingQueue {

    private static final int MAX_MESSAGES = 4096;
    private static final long MAX_BYTES = 64L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean finished;

    /** Whether there was room. A single message is always let in, however large. */
    boolean offer(byte[] message) {
        lock.lock();
        try {
            boolean full = waiting.size() >= MAX_MESSAGES || bytes + message.length > MAX_BYTES;
            if (finished || (full && !waiting.isEmpty())) {
                return false;
            }
            waiting.add(message);
            bytes += message.length;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@link #drain} return when everything is written. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Writes messages, a line feed after each, until the queue is finished. */
    void drain(OutputStream out) throws IOException, InterruptedException {
        for (Optional<byte[]> next = take(); next.isPresent(); next = take()) {
            out.write(next.get());
            out.write('\n');
            out.flush();
        }
    }

    private Optional<byte[]> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !finished) {
                changed.await();
            }
            Optional<byte[]> next = Optional.ofNullable(waiting.poll());
            next.ifPresent(message -> bytes -= message.length);
            return next;
        } finally {
            lock.unlock();
        }
    }
}
