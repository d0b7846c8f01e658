// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: exponential with full jitter (any time between nothing and the upper end), so that
 * servers which failed together do not come back together; then, with the circuit open, a steady slow probe. Owned by
 * one thread.
 */
final class Backoff {

    private final Pace pace;
    private final RandomGenerator random;
    private int failures;

    Backoff(Pace pace, RandomGenerator random) {
        this.pace = pace;
        this.random = random;
    }

    /** Counts one more failure; {@code readyFor} is how long the server had been ready before it. */
    void failed(Duration readyFor) {
        if (readyFor.compareTo(pace.stableAfter()) >= 0) {
            failures = 0;
        }
        failures++;
    }

    /** Whether so much failed in a row that only probes are worth it. */
    boolean isCircuitOpen() {
        return failures >= pace.failuresToOpen();
    }

    /** The wait before the next attempt. */
    Duration nextDelay() {
        if (isCircuitOpen()) {
            return pace.probeEvery();
        }
        return Duration.ofNanos((long) (random.nextDouble() * upperEnd().toNanos()));
    }

    /** The longest the next wait can be. */
    Duration upperEnd() {
        long first = pace.firstDelay().toNanos();
        long longest = pace.longestDelay().toNanos();
        int doublings = Math.min(Math.max(0, failures - 1), 62);
        long end = first > (longest >> doublings) ? longest : first << doublings;
        return Duration.ofNanos(end);
    }
}
