// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import java.time.Duration;
import java.time.Instant;

/**
 * How what was counted fades: by half in each half-life.
 *
 * @param halfLife above zero
 */
public record Decay(Duration halfLife) {
    public Decay {
        if (halfLife.isZero() || halfLife.isNegative()) {
            throw new IllegalArgumentException("half-life " + halfLife + " is not above zero");
        }
    }

    /** What is left at {@code now} of 1 counted {@code then}; 1 if that is not in the past. */
    public double left(Instant then, Instant now) {
        if (!then.isBefore(now)) {
            return 1;
        }
        return Math.pow(0.5, (double) (now.toEpochMilli() - then.toEpochMilli()) / halfLife.toMillis());
    }
}
