// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import java.util.stream.IntStream;

/**
 * How much is kept of one tenant; beyond that the weakest goes. Each 1 or more.
 *
 * @param works pieces of work that are under way
 * @param runs the newest that are remembered
 */
public record LearningLimits(int tools, int edges, int intents, int choices, int works, int runs, int capabilities) {

    /** What holds when nothing is configured: some 12 MB of a tenant that reaches all of it. */
    public static final LearningLimits DEFAULTS = new LearningLimits(5_000, 20_000, 5_000, 300, 500, 1_000, 200);

    public LearningLimits {
        if (IntStream.of(tools, edges, intents, choices, works, runs, capabilities)
                .anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }

    /** The same with so many runs. */
    public LearningLimits withRuns(int most) {
        return new LearningLimits(tools, edges, intents, choices, works, most, capabilities);
    }
}
