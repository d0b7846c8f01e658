// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.weights.SignalPlan;
import java.time.Duration;
import java.util.Objects;

/**
 * How learning goes about it.
 *
 * @param halfLife after which something counts half
 * @param sharedBy how many tenants must share an edge before others profit from it, 2 or more; 0 to share nothing
 * @param plan the signals of the ranking whose weights are learned
 */
public record LearningOptions(Duration halfLife, int sharedBy, LearningLimits limits, SignalPlan plan) {
    public LearningOptions {
        Objects.requireNonNull(halfLife, "halfLife is null");
        Objects.requireNonNull(limits, "limits is null");
        Objects.requireNonNull(plan, "plan is null");
        if (sharedBy < 0 || sharedBy == 1) {
            throw new IllegalArgumentException("sharedBy is " + sharedBy + ", it must be 0 or at least 2");
        }
    }
}
