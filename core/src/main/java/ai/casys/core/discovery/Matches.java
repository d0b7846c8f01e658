// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.List;
import java.util.Set;

/**
 * What the lexical index found.
 *
 * @param best the best tools, best first
 * @param total visible tools with at least one of the terms
 */
record Matches(List<Match> best, int total) {
    Matches {
        best = List.copyOf(best);
    }

    /**
     * @param terms those of the query that the tool has
     * @param coverage how much of what was said the tool has, 0 to 1, a rare word counting more than a common one
     */
    record Match(CatalogTool tool, double score, Set<String> terms, double coverage) {
        Match {
            terms = Set.copyOf(terms);
        }
    }
}
