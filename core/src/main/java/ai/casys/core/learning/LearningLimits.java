// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

/**
 * How much is kept of one tenant; beyond that the weakest goes. Each 1 or more.
 *
 * @param works pieces of work that are under way
 */
public record LearningLimits(int tools, int edges, int intents, int choices, int works) {

    /** What holds when nothing is configured: some 10 MB of a tenant that reaches all of it. */
    public static final LearningLimits DEFAULTS = new LearningLimits(5_000, 20_000, 5_000, 300, 500);

    public LearningLimits {
        if (Math.min(Math.min(tools, edges), Math.min(Math.min(intents, choices), works)) < 1) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }
}
