// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a graph is made of.
 *
 * @param uses in how many pieces of work each tool succeeded
 * @param edges with counts as of one instant
 * @param prior how probable the second is where the first is used, by what others have seen; 0 to 1
 */
public record GraphParts(Map<ToolKey, Double> uses, List<ToolEdge> edges, Map<ToolPair, Double> prior) {
    public GraphParts {
        uses = Map.copyOf(uses);
        edges = List.copyOf(edges);
        prior = Map.copyOf(prior);
    }

    /** Every tool that occurs, in order. */
    ToolKey[] tools() {
        TreeSet<ToolKey> tools = new TreeSet<>(uses.keySet());
        edges.forEach(edge -> {
            tools.add(edge.key().from());
            tools.add(edge.key().to());
        });
        prior.keySet().forEach(pair -> {
            tools.add(pair.from());
            tools.add(pair.to());
        });
        return tools.toArray(ToolKey[]::new);
    }
}
