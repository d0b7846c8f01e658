// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Which tools go together, as it was at one instant. Only what succeeded makes an edge; failures on it make it weaker.
 * Immutable; safe for any number of threads.
 */
public final class ToolGraph {

    /** Nothing is known. */
    public static final ToolGraph EMPTY = new ToolGraph(new GraphParts(Map.of(), List.of(), Map.of()));

    /** As if each tool had been used this often without any other, or with those of the shared prior. */
    private static final double PRIOR_USES = 1;

    private static final double DAMPING = 0.5;
    private static final int NAMED = 2;
    private static final double WORTH_NAMING = 0.1;

    private final ToolKey[] tools;
    private final Map<ToolKey, Integer> places;
    private final List<ToolEdge> edges;
    private final double[] uses;
    private final List<Map<Integer, Double>> after;
    private final List<Map<Integer, Double>> before;
    private final List<Map<Integer, Double>> together;
    private final Map<ToolPair, Double> prior;
    private final Map<ToolPair, List<ToolEdge>> flows;
    private final PersonalisedRank rank;

    /** Puts it together; all counts are as of the same instant. */
    public ToolGraph(GraphParts parts) {
        tools = parts.tools();
        places = new HashMap<>();
        for (int place = 0; place < tools.length; place++) {
            places.put(tools[place], place);
        }
        edges = parts.edges().stream()
                .sorted(Comparator.comparing(ToolEdge::key))
                .toList();
        prior = parts.prior();
        uses = Arrays.stream(tools)
                .mapToDouble(tool -> parts.uses().getOrDefault(tool, 0.0))
                .toArray();
        after = empty(tools.length);
        before = empty(tools.length);
        together = empty(tools.length);
        flows = new HashMap<>();
        prior.forEach((pair, probability) -> add(together, place(pair.from()), place(pair.to()), probability));
        edges.forEach(this::add);
        rank = walk();
    }

    private void add(ToolEdge edge) {
        int from = place(edge.key().from());
        int to = place(edge.key().to());
        double credit = edge.tally().credit();
        switch (edge.key().kind()) {
            case SEQUENCE -> {
                add(after, from, to, credit);
                add(before, to, from, credit);
                add(together, from, to, credit);
                add(together, to, from, credit);
            }
            case FLOW ->
                flows.computeIfAbsent(new ToolPair(edge.key().from(), edge.key().to()), _ -> new ArrayList<>())
                        .add(edge);
        }
    }

    /** A node's edges weigh what they would without failures, so that these only take away. */
    private PersonalisedRank walk() {
        List<Double> weightOf = new ArrayList<>(Collections.nCopies(tools.length, 0.0));
        prior.forEach((pair, probability) ->
                weightOf.set(place(pair.from()), weightOf.get(place(pair.from())) + probability));
        edges.stream().filter(edge -> edge.key().kind() == EdgeKind.SEQUENCE).forEach(edge -> {
            int from = place(edge.key().from());
            int to = place(edge.key().to());
            weightOf.set(from, weightOf.get(from) + edge.tally().successes());
            weightOf.set(to, weightOf.get(to) + edge.tally().successes());
        });
        int[] rows = new int[tools.length + 1];
        for (int place = 0; place < tools.length; place++) {
            rows[place + 1] = rows[place] + together.get(place).size();
        }
        int[] targets = new int[rows[tools.length]];
        double[] weights = new double[targets.length];
        for (int place = 0; place < tools.length; place++) {
            double whole = weightOf.get(place);
            int edge = rows[place];
            for (Map.Entry<Integer, Double> neighbour : together.get(place).entrySet()) {
                targets[edge] = neighbour.getKey();
                weights[edge] = neighbour.getValue() / whole;
                edge++;
            }
        }
        return new PersonalisedRank(rows, targets, weights, DAMPING);
    }

    /** All edges, in a fixed order. */
    public List<ToolEdge> edges() {
        return edges;
    }

    /** All tools that are known here, in a fixed order. */
    public List<ToolKey> tools() {
        return List.of(tools);
    }

    /** In how many pieces of work the tool succeeded, as a count that fades. */
    public double uses(ToolKey tool) {
        Integer place = places.get(tool);
        return place == null ? 0 : uses[place];
    }

    /**
     * How probable it is that a tool is used where the given one is: what was seen, and the prior for as long as little
     * was.
     */
    public double probability(ToolKey tool, ToolKey given) {
        Integer from = places.get(given);
        Integer to = places.get(tool);
        return from == null || to == null ? 0 : probability(from, to);
    }

    private double probability(int given, int tool) {
        double seen =
                after.get(given).getOrDefault(tool, 0.0) + before.get(given).getOrDefault(tool, 0.0);
        double expected = prior.getOrDefault(new ToolPair(tools[given], tools[tool]), 0.0);
        return Math.min(1, (seen + PRIOR_USES * expected) / (uses[given] + PRIOR_USES));
    }

    /** How probable it is that the first comes before the second where both are used; .5 if nothing is known. */
    public double order(ToolKey first, ToolKey second) {
        Integer from = places.get(first);
        Integer to = places.get(second);
        if (from == null || to == null) {
            return 0.5;
        }
        double forth = after.get(from).getOrDefault(to, 0.0);
        double back = after.get(to).getOrDefault(from, 0.0);
        return (forth + 1) / (forth + back + 2);
    }

    /** The values that went from the first to the second, the most frequent first. */
    public List<ToolEdge> flows(ToolKey from, ToolKey to) {
        return flows.getOrDefault(new ToolPair(from, to), List.of()).stream()
                .sorted(Comparator.comparingDouble(
                                (ToolEdge edge) -> edge.tally().credit())
                        .reversed()
                        .thenComparing(ToolEdge::key))
                .toList();
    }

    /** What is usually called after the tool, the most probable first. */
    public List<Neighbour> follows(ToolKey tool, int limit) {
        return neighbours(tool, after, limit);
    }

    /** What is usually called before the tool, the most probable first. */
    public List<Neighbour> precedes(ToolKey tool, int limit) {
        return neighbours(tool, before, limit);
    }

    private List<Neighbour> neighbours(ToolKey tool, List<Map<Integer, Double>> side, int limit) {
        Integer place = places.get(tool);
        if (place == null) {
            return List.of();
        }
        return side.get(place).entrySet().stream()
                .map(entry -> new Neighbour(
                        tools[entry.getKey()], Math.min(1, entry.getValue() / (uses[place] + PRIOR_USES))))
                .sorted(Comparator.comparingDouble(Neighbour::probability)
                        .reversed()
                        .thenComparing(Neighbour::tool))
                .limit(limit)
                .toList();
    }

    /**
     * P(tool | seeds): how probable each tool is where the seeds are used, as the mean over the seeds by their weights. A
     * seed is scored by the other seeds.
     *
     * @param seeds tools in use or likely to be, with weights above 0; unknown ones say nothing
     */
    public SignalScores related(Map<ToolKey, Double> seeds) {
        double whole = sum(seeds.values());
        Map<Integer, Double> scores = new HashMap<>();
        seeds.forEach((seed, weight) -> {
            Integer given = places.get(seed);
            if (given != null) {
                together.get(given)
                        .keySet()
                        .forEach(tool -> scores.merge(tool, weight / whole * probability(given, tool), Double::sum));
            }
        });
        return new SignalScores(named(scores), tool -> why(tool, seeds.keySet()));
    }

    /**
     * Personalised PageRank from the seeds. Reaches tools that were never used together with a seed, over others.
     *
     * @param seeds as for {@link #related}
     * @param visible no way leads over other tools
     */
    public SignalScores rank(Map<ToolKey, Double> seeds, Predicate<ToolKey> visible) {
        double[] start = new double[tools.length];
        seeds.forEach((seed, weight) -> {
            Integer place = places.get(seed);
            if (place != null) {
                start[place] += weight;
            }
        });
        if (Arrays.stream(start).sum() <= 0) {
            return SignalScores.NONE;
        }
        boolean[] open = new boolean[tools.length];
        for (int place = 0; place < tools.length; place++) {
            open[place] = visible.test(tools[place]);
        }
        double[] ranks = rank.from(start, open);
        Map<Integer, Double> scores = new HashMap<>();
        IntStream.range(0, tools.length)
                .filter(place -> ranks[place] > 0)
                .forEach(place -> scores.put(place, Math.min(1, ranks[place])));
        return new SignalScores(named(scores), tool -> why(tool, seeds.keySet()));
    }

    private Optional<String> why(ToolKey tool, Collection<ToolKey> seeds) {
        String follows = most(seeds, seed -> share(after, seed, tool));
        if (!follows.isEmpty()) {
            return Optional.of("usually follows " + follows);
        }
        String precedes = most(seeds, seed -> share(before, seed, tool));
        return precedes.isEmpty() ? Optional.empty() : Optional.of("usually precedes " + precedes);
    }

    private double share(List<Map<Integer, Double>> side, ToolKey seed, ToolKey tool) {
        Integer from = places.get(seed);
        Integer to = places.get(tool);
        return from == null || to == null ? 0 : side.get(from).getOrDefault(to, 0.0) / (uses[from] + PRIOR_USES);
    }

    private static String most(Collection<ToolKey> seeds, ToDoubleFunction<ToolKey> share) {
        return String.join(
                " and ",
                seeds.stream()
                        .filter(seed -> share.applyAsDouble(seed) >= WORTH_NAMING)
                        .sorted(Comparator.comparingDouble(share).reversed().thenComparing(Comparator.naturalOrder()))
                        .limit(NAMED)
                        .map(ToolKey::toString)
                        .toList());
    }

    private Map<ToolKey, Double> named(Map<Integer, Double> scores) {
        Map<ToolKey, Double> named = HashMap.newHashMap(scores.size());
        scores.forEach((place, score) -> {
            if (score > 0) {
                named.put(tools[place], Math.min(1, score));
            }
        });
        return named;
    }

    private int place(ToolKey tool) {
        return places.getOrDefault(tool, -1);
    }

    private static void add(List<Map<Integer, Double>> side, int from, int to, double amount) {
        if (amount > 0) {
            side.get(from).merge(to, amount, Double::sum);
        }
    }

    private static double sum(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Map<Integer, Double>> empty(int size) {
        return IntStream.range(0, size)
                .<Map<Integer, Double>>mapToObj(_ -> new HashMap<>())
                .toList();
    }
}
