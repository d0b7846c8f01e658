// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What one finished run taught: which tools were used for an intent, and between which of them values flowed.
 *
 * @param intent what was asked for; empty if that is not known
 * @param tools different names
 * @param edges between these tools; others are left out
 * @param weight how much the run counts, above 0 and at most 1: old runs count less
 */
public record ObservedRun(String intent, List<String> tools, Set<Edge> edges, double weight) {
    public ObservedRun {
        Objects.requireNonNull(intent, "intent is null");
        Set<String> different = new LinkedHashSet<>(tools);
        tools = List.copyOf(different);
        Set<Edge> inside = new LinkedHashSet<>();
        for (Edge edge : edges) {
            if (different.contains(edge.from()) && different.contains(edge.to())) {
                inside.add(edge);
            }
        }
        edges = Set.copyOf(inside);
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException("a run's weight is above 0 and at most 1, not " + weight);
        }
    }
}
