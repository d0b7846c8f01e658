// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;

/**
 * The time one call may take. It stands still while a person is asked something for the sake of the call, within a
 * limit of its own. For any number of threads.
 */
final class CallClock {

    private final Object lock = new Object();
    private long end;
    private long longestStop;
    private int stops;
    private long stoppedAt;

    /**
     * Begins to run.
     *
     * @param limit time for the call
     * @param longestStop how long it may stand still, all stops together
     */
    CallClock(Duration limit, Duration longestStop) {
        this.end = System.nanoTime() + limit.toNanos();
        this.longestStop = longestStop.toNanos();
    }

    /** What is left, never negative; does not shrink while the clock stands still. */
    Duration left() {
        synchronized (lock) {
            long now = System.nanoTime();
            long stopped = stops == 0 ? 0 : Math.min(now - stoppedAt, longestStop);
            return Duration.ofNanos(Math.max(0, end + stopped - now));
        }
    }

    /** Whether it stands still. */
    boolean isStopped() {
        synchronized (lock) {
            return stops > 0 && System.nanoTime() - stoppedAt < longestStop;
        }
    }

    /** Stands still until as many calls of {@link #resume}. */
    void stop() {
        synchronized (lock) {
            if (stops == 0) {
                stoppedAt = System.nanoTime();
            }
            stops++;
        }
    }

    /** Runs on. */
    void resume() {
        synchronized (lock) {
            stops--;
            if (stops == 0) {
                long stopped = Math.min(System.nanoTime() - stoppedAt, longestStop);
                end += stopped;
                longestStop -= stopped;
            }
        }
    }
}
