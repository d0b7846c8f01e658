// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * What is learned from searches and calls, and for how long it counts.
 *
 * @param enabled whether anything is learned and used
 * @param halfLife after which something counts half
 * @param intents past intents kept of a tenant at most
 * @param edges kept of a tenant at most
 * @param runs kept of a tenant at most
 * @param sharedPrior whether tools that go together for many tenants are known to the others
 * @param sharedBy how many tenants that takes, 2 or more
 */
public record LearningSettings(
        boolean enabled, Duration halfLife, int intents, int edges, int runs, boolean sharedPrior, int sharedBy) {

    /** What holds when nothing is configured. */
    public static final LearningSettings DEFAULTS =
            new LearningSettings(true, Duration.ofDays(30), 5_000, 20_000, 1_000, true, 5);

    public LearningSettings {
        Objects.requireNonNull(halfLife, "halfLife is null");
    }
}
