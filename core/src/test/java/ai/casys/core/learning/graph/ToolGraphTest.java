// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.catalog.ToolKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ToolGraphTest {

    private static final double DAMPING = 0.5;

    private static ToolKey tool(int number) {
        return new ToolKey("server", "tool" + number);
    }

    private static ToolEdge edge(int from, int to, double successes, double failures) {
        return new ToolEdge(EdgeKey.sequence(tool(from), tool(to)), new Tally(successes, failures, Instant.EPOCH));
    }

    @RepeatedTest(10)
    void theRankIsTheSolutionOfItsEquation(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int size = 2 + random.nextInt(6);
        List<ToolEdge> edges = new ArrayList<>();
        double[][] weights = new double[size][size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (from != to && random.nextInt(3) == 0) {
                    double successes = 1 + random.nextInt(5);
                    edges.add(edge(from, to, successes, 0));
                    weights[from][to] += successes;
                    weights[to][from] += successes;
                }
            }
        }
        edges.add(edge(0, 1, 1, 0));
        weights[0][1] += 1;
        weights[1][0] += 1;
        Map<ToolKey, Double> uses = new HashMap<>();
        for (int number = 0; number < size; number++) {
            uses.put(tool(number), 5.0);
        }
        ToolGraph graph = new ToolGraph(new GraphParts(uses, merged(edges), Map.of()));

        Map<ToolKey, Double> ranks =
                graph.rank(Map.of(tool(0), 3.0, tool(1), 1.0), _ -> true).values();

        for (int number = 0; number < size; number++) {
            double expected = (1 - DAMPING) * (number == 0 ? 0.75 : number == 1 ? 0.25 : 0);
            for (int from = 0; from < size; from++) {
                double out = 0;
                for (double weight : weights[from]) {
                    out += weight;
                }
                if (out > 0) {
                    expected += DAMPING * weights[from][number] / out * ranks.getOrDefault(tool(from), 0.0);
                }
            }
            assertThat(ranks.getOrDefault(tool(number), 0.0)).isCloseTo(expected, within(1e-4));
        }
    }

    private static List<ToolEdge> merged(List<ToolEdge> edges) {
        Map<EdgeKey, Tally> merged = new HashMap<>();
        Decay decay = new Decay(java.time.Duration.ofDays(1));
        edges.forEach(edge -> merged.merge(edge.key(), edge.tally(), (one, other) -> one.plus(other, decay)));
        return merged.entrySet().stream()
                .map(entry -> new ToolEdge(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Test
    void aFailureOnOneEdgeLowersItsToolAndRaisesNone() {
        Map<ToolKey, Double> uses = Map.of(tool(0), 4.0, tool(1), 4.0, tool(2), 4.0);
        ToolGraph before = new ToolGraph(new GraphParts(uses, List.of(edge(0, 1, 3, 0), edge(0, 2, 3, 0)), Map.of()));
        ToolGraph after = new ToolGraph(new GraphParts(uses, List.of(edge(0, 1, 3, 4), edge(0, 2, 3, 0)), Map.of()));
        Map<ToolKey, Double> seeds = Map.of(tool(0), 1.0);

        assertThat(after.rank(seeds, _ -> true).of(tool(1)))
                .isLessThan(before.rank(seeds, _ -> true).of(tool(1)));
        assertThat(after.rank(seeds, _ -> true).of(tool(2)))
                .isLessThanOrEqualTo(before.rank(seeds, _ -> true).of(tool(2)));
        assertThat(after.related(seeds).of(tool(1)))
                .isLessThan(before.related(seeds).of(tool(1)));
        assertThat(after.related(seeds).of(tool(2)))
                .isEqualTo(before.related(seeds).of(tool(2)));
    }

    @Test
    void whatOthersKnowCountsUntilOneKnowsBetter() {
        Map<ToolPair, Double> prior = Map.of(new ToolPair(tool(0), tool(1)), 0.8);
        ToolGraph fresh = new ToolGraph(new GraphParts(Map.of(), List.of(), prior));
        ToolGraph experienced = new ToolGraph(new GraphParts(Map.of(tool(0), 99.0), List.of(), prior));

        assertThat(fresh.probability(tool(1), tool(0))).isEqualTo(0.8);
        assertThat(experienced.probability(tool(1), tool(0))).isEqualTo(0.008);
        assertThat(fresh.related(Map.of(tool(0), 1.0)).why(tool(1))).isEmpty();
    }

    @Test
    void ofAnUnknownToolNothingIsSaid() {
        Map<ToolKey, Double> seeds = Map.of(tool(9), 1.0);

        assertThat(ToolGraph.EMPTY.related(seeds).values()).isEmpty();
        assertThat(ToolGraph.EMPTY.rank(seeds, _ -> true).values()).isEmpty();
        assertThat(ToolGraph.EMPTY.order(tool(0), tool(9))).isEqualTo(0.5);
        assertThat(ToolGraph.EMPTY.follows(tool(0), 3)).isEmpty();
        assertThat(ToolGraph.EMPTY.related(Map.of()).values()).isEmpty();
    }
}
