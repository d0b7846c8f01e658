// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what other processes did to calls that this one holds or waits for. It asks the database every tenth of a
 * second, once for all calls, and only while there are any: that goes through connection poolers and survives fail-over,
 * which LISTEN does not, and a person's answer takes longer. One virtual thread of its own; the methods may be called
 * from any.
 */
final class Watch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration INTERVAL_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Map<UUID, Waiters> waited = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);
    private final Supplier<Boolean> idle;
    private final Listener listener;
    private volatile boolean closed;

    /** What the watch asks and tells, from its own thread. */
    interface Listener {

        /** Looks after the calls of this process and returns which of the waited ones do not run any more. */
        Set<UUID> look(Set<UUID> waitedCalls);
    }

    /** Those who wait for one call. */
    private record Waiters(Semaphore bell, int count) {}

    /** @param idle whether this process holds no call */
    Watch(Supplier<Boolean> idle, Listener listener) {
        this.idle = idle;
        this.listener = listener;
    }

    void start() {
        Thread.ofVirtual().name("parking-watch").start(this::run);
    }

    /** There is something to look after. */
    void wake() {
        work.release();
    }

    /** Waits until the call may not be running any more, at most so long. */
    void await(UUID call, Duration most) throws InterruptedException {
        Waiters waiters = waited.compute(
                call,
                (_, there) -> there == null
                        ? new Waiters(new Semaphore(0), 1)
                        : new Waiters(there.bell(), there.count() + 1));
        wake();
        try {
            if (waiters.bell().tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                log.trace("call {} may have ended", call);
            }
        } finally {
            waited.computeIfPresent(
                    call, (_, there) -> there.count() == 1 ? null : new Waiters(there.bell(), there.count() - 1));
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (idle.get() && waited.isEmpty()) {
                    work.acquire();
                    work.drainPermits();
                    continue;
                }
                Thread.sleep(lookOnce() ? INTERVAL : INTERVAL_AFTER_FAILURE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean lookOnce() {
        try {
            for (UUID call : listener.look(Set.copyOf(waited.keySet()))) {
                Waiters waiters = waited.get(call);
                if (waiters != null) {
                    waiters.bell().release(waiters.count());
                }
            }
            return true;
        } catch (RuntimeException e) {
            log.warn("parked calls could not be looked after: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}
