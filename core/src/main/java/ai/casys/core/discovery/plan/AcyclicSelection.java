// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The edges that can hold at once. The likeliest come first, and one that would close a cycle, of whatever length, is
 * left out: of each cycle that is the one with the weakest evidence.
 *
 * @param kept without a cycle, likeliest first
 * @param dropped those that would have closed one
 */
record AcyclicSelection(List<PlannedEdge> kept, List<PlannedEdge> dropped) {
    AcyclicSelection {
        kept = List.copyOf(kept);
        dropped = List.copyOf(dropped);
    }

    static AcyclicSelection of(List<PlannedEdge> edges) {
        List<PlannedEdge> likeliestFirst = edges.stream()
                .sorted(Comparator.comparingDouble(PlannedEdge::probability)
                        .reversed()
                        .thenComparing(edge -> edge.edge().from())
                        .thenComparing(edge -> edge.edge().to()))
                .toList();
        Map<String, List<String>> next = new HashMap<>();
        List<PlannedEdge> kept = new ArrayList<>();
        List<PlannedEdge> dropped = new ArrayList<>();
        for (PlannedEdge edge : likeliestFirst) {
            if (reaches(next, edge.edge().to(), edge.edge().from())) {
                dropped.add(edge);
            } else {
                kept.add(edge);
                next.computeIfAbsent(edge.edge().from(), any -> new ArrayList<>())
                        .add(edge.edge().to());
            }
        }
        return new AcyclicSelection(kept, dropped);
    }

    private static boolean reaches(Map<String, List<String>> next, String start, String goal) {
        Deque<String> open = new ArrayDeque<>(List.of(start));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String at = open.remove();
            if (at.equals(goal)) {
                return true;
            }
            for (String later : next.getOrDefault(at, List.of())) {
                if (seen.add(later)) {
                    open.add(later);
                }
            }
        }
        return false;
    }
}
