// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which tools a plan uses: those with which it promises to agree best with what is needed. What is needed is not known,
 * but guessed in several ways ({@link ToolOdds}): as what served a like intent, or as whatever is probable tool by tool.
 * Of a set of tools, and of the edges that a plan of them would have, F1 is expected over all guesses, each counting by
 * its probability (minimum Bayes risk); a tool is taken if that is then greater. So a tool joins if it is about as
 * probable as not, sooner if it completes what was used together before, later if doubtful edges would come with it.
 *
 * <p>What the search found for one part of the intent are alternatives: of these the most probable may be taken, and
 * others only if earlier runs speak for them.
 *
 * <p>The best set is looked for among the most probable tools: the first few of them, then one more or one less at a time.
 */
final class ToolChoice {

    /** Tools of a plan at most. */
    static final int MOST = 12;

    private static final double LEAST = 0.1;

    // Not fewer are expected where tools are guessed one by one, nor for each further tool of a past intent.
    private static final double FEWEST_EDGES = 0.3;
    private static final double FEWEST_EDGES_EACH = 0.5;

    // One tool by two names.
    private static final double SAME_TOOL = 0.9;

    private static final double BETTER = 1e-9;

    private final ToolOdds odds;
    private final List<PlannedEdge> likely;
    private final Map<Edge, Double> edges;
    private final double tools;
    private final double order;
    private final double unlike;

    private ToolChoice(ToolOdds odds, List<String> pool, EdgeModel model, PairFacts facts) {
        this.odds = odds;
        likely = Planner.likely(pool, model, facts);
        edges = new HashMap<>();
        Planner.pairs(pool).forEach(edge -> edges.put(edge, model.probability(edge, facts)));
        tools = pool.stream().mapToDouble(odds::of).sum();
        order = edges.keySet().stream().mapToDouble(this::needed).sum();
        unlike = 1
                - odds.guesses().stream()
                        .mapToDouble(ToolOdds.Guess::probability)
                        .sum();
    }

    /**
     * @param odds of the tools that the caller may use
     * @param parts what of the intent each tool was found for
     * @param otherwise what to take where no tool is probable
     */
    static List<String> of(
            ToolOdds odds,
            Map<String, String> parts,
            List<String> otherwise,
            EdgeModel model,
            ToolLikeness likeness,
            Function<List<String>, PairFacts> facts) {
        List<String> pool = new ArrayList<>();
        Set<String> served = new HashSet<>();
        for (String tool : odds.best(LEAST, Planner.CANDIDATES)) {
            boolean repeats = pool.stream()
                    .anyMatch(other -> likeness.between(other, tool) > SAME_TOOL
                            && model.seen(new Edge(other, tool)).together() == 0);
            Optional<String> part = Optional.ofNullable(parts.get(tool));
            boolean alternative = part.filter(served::contains).isPresent()
                    && !odds.experienced().contains(tool);
            if (!repeats && !alternative && pool.size() < MOST) {
                pool.add(tool);
                part.ifPresent(served::add);
            }
        }
        return pool.isEmpty() ? otherwise : new ToolChoice(odds, pool, model, facts.apply(pool)).best(pool);
    }

    private List<String> best(List<String> pool) {
        Set<String> best = Set.of();
        double most = 0;
        for (int size = 1; size <= pool.size(); size++) {
            Set<String> first = new LinkedHashSet<>(pool.subList(0, size));
            double value = value(first);
            if (value > most) {
                most = value;
                best = first;
            }
        }
        for (Set<String> from = Set.of(); !from.equals(best); ) {
            from = best;
            for (String tool : pool) {
                Set<String> other = new LinkedHashSet<>(from);
                if (!other.remove(tool)) {
                    other.add(tool);
                }
                double value = other.isEmpty() ? 0 : value(other);
                if (value > most + BETTER) {
                    most = value;
                    best = other;
                }
            }
        }
        return pool.stream().filter(best::contains).toList();
    }

    /** The expected F1 of the tools plus that of the edges between them. */
    private double value(Set<String> chosen) {
        List<Edge> said =
                AcyclicSelection.of(likely.stream()
                                .filter(edge -> inside(chosen, edge.edge()))
                                .toList())
                        .kept()
                        .stream()
                        .map(PlannedEdge::edge)
                        .toList();
        double right = chosen.stream().mapToDouble(odds::of).sum();
        double ordered = said.stream().mapToDouble(this::needed).sum();
        double value = unlike
                * (2 * right / (chosen.size() + tools) + 2 * ordered / (said.size() + Math.max(FEWEST_EDGES, order)));
        for (ToolOdds.Guess guess : odds.guesses()) {
            value += guess.probability() * (agreement(chosen, guess.tools()) + agreement(said, guess.tools()));
        }
        return value;
    }

    private static double agreement(Set<String> chosen, Set<String> guess) {
        double both = chosen.stream().filter(guess::contains).count();
        return 2 * both / (chosen.size() + guess.size());
    }

    private double agreement(List<Edge> said, Set<String> guess) {
        if (said.isEmpty()) {
            return guess.size() == 1 ? 1 : 0;
        }
        double right = said.stream()
                .filter(edge -> inside(guess, edge))
                .mapToDouble(edge -> edges.getOrDefault(edge, 0.0))
                .sum();
        double all = edges.entrySet().stream()
                .filter(edge -> inside(guess, edge.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return 2 * right / (said.size() + Math.max(FEWEST_EDGES_EACH * (guess.size() - 1), all));
    }

    /** How probable it is that both tools are needed, the one after the other. */
    private double needed(Edge edge) {
        return edges.getOrDefault(edge, 0.0) * odds.of(edge.from()) * odds.of(edge.to());
    }

    private static boolean inside(Set<String> tools, Edge edge) {
        return tools.contains(edge.from()) && tools.contains(edge.to());
    }
}
