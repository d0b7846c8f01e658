// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends what takes too long, for threads that are busy reading and cannot watch the clock themselves. One virtual thread,
 * started with the first deadline, sleeps until the next one; nearly every entry is gone by then, so that a deadline
 * costs its owner no more than a place in a set. Entries come from any number of threads.
 */
final class Deadlines implements AutoCloseable {

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private volatile @Nullable Thread watch;
    /** When the watch looks again; meanwhile unknown while it is looking. */
    private volatile long wakesAt;

    private volatile boolean sleeps;
    private volatile boolean closed;

    /** Something that ends at a time. Closed, it is forgotten. */
    final class Entry implements AutoCloseable {
        private final long end;
        private final Runnable expired;

        private Entry(long end, Runnable expired) {
            this.end = end;
            this.expired = expired;
        }

        @Override
        public void close() {
            entries.remove(this);
        }
    }

    /** Runs {@code expired} on the watching thread if the entry is not closed in time; it must return quickly. */
    Entry in(Duration time, Runnable expired) {
        Entry entry = new Entry(System.nanoTime() + time.toNanos(), expired);
        entries.add(entry);
        // The watch publishes when it will wake before it sleeps, and looks at every entry after it has waked: an entry
        // is either seen by it, or sees here that it has to wake it.
        if (!sleeps || entry.end - wakesAt < 0) {
            LockSupport.unpark(watch());
        }
        return entry;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }

    private Thread watch() {
        Thread running = watch;
        if (running != null) {
            return running;
        }
        synchronized (lock) {
            running = watch;
            if (running == null) {
                running = Thread.ofVirtual().name("mcp-deadlines").start(this::look);
                watch = running;
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
                if (left > 0) {
                    shortest = Math.min(shortest, left);
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
