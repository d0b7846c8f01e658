// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.workflow.Step;
import ai.casys.core.api.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcyclicSelectionTest {

    @Test
    void theWeakestEdgeOfALongCycleIsLeftOut() {
        AcyclicSelection selection = AcyclicSelection.of(
                List.of(edge("a", "b", 0.9), edge("b", "c", 0.5), edge("c", "d", 0.8), edge("d", "a", 0.7)));

        assertThat(selection.dropped()).extracting(PlannedEdge::edge).containsExactly(new Edge("b", "c"));
        assertThat(selection.kept()).hasSize(3);
    }

    @Test
    void whateverTheEdgesAreNoCycleIsLeftAndNothingIsLeftOutWithoutNeed() {
        Random random = new Random(20261123);
        for (int round = 0; round < 300; round++) {
            List<PlannedEdge> edges = random(random, 2 + random.nextInt(9));

            AcyclicSelection selection = AcyclicSelection.of(edges);

            assertThat(selection.kept().size() + selection.dropped().size()).isEqualTo(edges.size());
            requireWorkflow(selection.kept());
            for (PlannedEdge dropped : selection.dropped()) {
                List<PlannedEdge> stronger = new ArrayList<>(selection.kept().stream()
                        .filter(kept -> kept.probability() >= dropped.probability())
                        .toList());
                stronger.add(dropped);
                assertThat(isWorkflow(stronger))
                        .as("%s closes a cycle of likelier edges", dropped)
                        .isFalse();
            }
        }
    }

    private static List<PlannedEdge> random(Random random, int tools) {
        List<PlannedEdge> edges = new ArrayList<>();
        for (int from = 0; from < tools; from++) {
            for (int to = 0; to < tools; to++) {
                if (from != to && random.nextInt(3) == 0) {
                    edges.add(edge("t" + from, "t" + to, (1 + random.nextInt(98)) / 100.0));
                }
            }
        }
        return edges;
    }

    private static boolean isWorkflow(List<PlannedEdge> edges) {
        try {
            requireWorkflow(edges);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireWorkflow(List<PlannedEdge> edges) {
        Set<String> names = new LinkedHashSet<>();
        edges.forEach(
                edge -> names.addAll(List.of(edge.edge().from(), edge.edge().to())));
        List<Step> steps = new ArrayList<>();
        for (String name : names) {
            Set<String> after = new LinkedHashSet<>();
            edges.stream()
                    .filter(edge -> edge.edge().to().equals(name))
                    .forEach(edge -> after.add(edge.edge().from()));
            steps.add(new Step(name, name, Map.of(), after));
        }
        assertThat(new Workflow(steps).steps()).hasSameSizeAs(steps);
    }

    private static PlannedEdge edge(String from, String to, double probability) {
        return new PlannedEdge(new Edge(from, to), probability, Set.of());
    }
}
