// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends what takes too long, for threads that are busy reading and cannot watch the clock themselves. One virtual thread,
 * started with the first deadline, sleeps until the next one; nearly every entry is gone by then, so that a deadline
 * costs its owner no more than a place in a set. Entries come from any number of threads.
 */
final class Deadlines implements AutoCloseable {

    /** A clock that stands still is looked at again and again, but not without a pause. */
    private static final long LEAST_SLEEP = 5_000_000;

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private volatile @Nullable Thread thread;

    /** When the watch looks again; meanwhile unknown while it is looking. */
    private volatile long wakesAt;

    private volatile boolean sleeps;
    private volatile boolean closed;

    /** Something that ends at a time. Closed, it is forgotten. */
    final class Entry implements AutoCloseable {
        private final Supplier<Duration> left;
        private final Runnable expired;
        private volatile long end;

        private Entry(Supplier<Duration> left, Runnable expired) {
            this.left = left;
            this.expired = expired;
            this.end = System.nanoTime() + left.get().toNanos();
        }

        @Override
        public void close() {
            entries.remove(this);
        }
    }

    /**
     * Runs {@code expired} on the watching thread if the entry is not closed in time; it must return quickly.
     *
     * @param left asked again when the time seems over, since the clock may have stood still
     */
    Entry watch(Supplier<Duration> left, Runnable expired) {
        Entry entry = new Entry(left, expired);
        entries.add(entry);
        // The watch publishes when it will wake before it sleeps, and looks at every entry after it has waked: an entry
        // is either seen by it, or sees here that it has to wake it.
        if (!sleeps || entry.end - wakesAt < 0) {
            LockSupport.unpark(watching());
        }
        return entry;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private Thread watching() {
        Thread running = thread;
        if (running != null) {
            return running;
        }
        synchronized (lock) {
            running = thread;
            if (running == null) {
                running = Thread.ofVirtual().name("mcp-deadlines").start(this::look);
                thread = running;
            }
            return running;
        }
    }

    private void look() {
        while (!closed) {
            sleeps = false;
            long now = System.nanoTime();
            long shortest = Long.MAX_VALUE;
            for (Entry entry : List.copyOf(entries)) {
                long left = entry.end - now;
                if (left <= 0) {
                    left = entry.left.get().toNanos();
                    entry.end = now + left;
                }
                if (left > 0) {
                    shortest = Math.min(shortest, Math.max(left, LEAST_SLEEP));
                } else if (entries.remove(entry)) {
                    entry.expired.run();
                }
            }
            if (shortest == Long.MAX_VALUE) {
                // Nothing to wait for: the next entry finds us not sleeping and wakes us.
                LockSupport.park(this);
                continue;
            }
            wakesAt = now + shortest;
            sleeps = true;
            LockSupport.parkNanos(this, shortest);
        }
    }
}
