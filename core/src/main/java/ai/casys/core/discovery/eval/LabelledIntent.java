// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.List;
import java.util.Objects;

/**
 * An intent and the tools that it needs.
 *
 * @param relevant ids of the needed tools
 * @param groups the labels: one is met by any of its members; without groups in the data each needed tool is one
 * @param edges which tool's output another one needs: (before, after)
 */
public record LabelledIntent(
        String id, String query, List<String> relevant, List<List<String>> groups, List<Edge> edges) {
    public LabelledIntent {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(query, "query is null");
        relevant = List.copyOf(relevant);
        groups = groups.stream().map(List::copyOf).toList();
        edges = List.copyOf(edges);
    }

    /** One tool's output is another one's input. */
    public record Edge(String before, String after) {
        public Edge {
            Objects.requireNonNull(before, "before is null");
            Objects.requireNonNull(after, "after is null");
        }
    }
}
