// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.List;

/**
 * What a tenant's runs were, as of one instant.
 *
 * @param revision changes whenever the runs do
 * @param newestFirst those under way included, as far as they have come
 */
public record PastRuns(long revision, List<Weighed> newestFirst) {

    /** Nothing has run. */
    public static final PastRuns NONE = new PastRuns(0, List.of());

    public PastRuns {
        newestFirst = List.copyOf(newestFirst);
    }

    /** @param weight how much the run still counts, above 0 and at most 1 */
    public record Weighed(PastRun run, double weight) {}
}
