// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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

    /** As much as a pipe takes at once. */
    private static final int BATCH = 1 << 16;

    /** A buffer that one large message has stretched is not kept for the small ones after it. */
    private static final int SPARE = 1 << 20;

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

    /** Writes messages, a line feed after each, until the queue is finished; what waits together leaves together. */
    void drain(OutputStream out) throws IOException, InterruptedException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream(BATCH);
        for (List<byte[]> taken = take(); !taken.isEmpty(); taken = take()) {
            for (byte[] message : taken) {
                batch.writeBytes(message);
                batch.write('\n');
            }
            batch.writeTo(out);
            out.flush();
            if (batch.size() > SPARE) {
                batch = new ByteArrayOutputStream(BATCH);
            } else {
                batch.reset();
            }
        }
    }

    /** What waits, as much as makes a batch, after a wait if need be; nothing when all is written and finished. */
    private List<byte[]> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !finished) {
                changed.await();
            }
            List<byte[]> taken = new ArrayList<>();
            int size = 0;
            for (byte[] next = waiting.poll(); next != null; next = size < BATCH ? waiting.poll() : null) {
                taken.add(next);
                size += next.length;
            }
            bytes -= size;
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
