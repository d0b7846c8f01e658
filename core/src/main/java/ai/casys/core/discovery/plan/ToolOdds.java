// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How probable it is that each tool is needed: by what the search said, by what served like intents before, and by what
 * handed a value to those that are probable.
 *
 * @param tools from 0 to 1, by name; others are not needed
 * @param experienced those for which earlier runs speak
 * @param guesses exactly what served each of the like intents; the rest of their probability, up to 1, is the chance that
 *     this intent is like none of them
 */
record ToolOdds(Map<String, Double> tools, Set<String> experienced, List<Guess> guesses) {

    /** How much past intents count against the search, where nothing speaks against them. */
    private static final double MEMORY = 0.6;

    // Where likeness has meant less than this, past intents count so much less.
    private static final double TELLING = 0.3;

    // So steep that of ten intents the two or three decide that stand out.
    private static final double STEEPNESS = 10;

    // As much as the say of one past intent of similarity .6 whose tools the search holds for right by half.
    private static final double DOUBT = 0.003;

    // Of a tool that the search did not find, and the least that any has when sets are compared with what was found.
    private static final double NOT_FOUND = 0.005;
    private static final double LEAST_FIT = 0.02;

    private static final double LEAST_VOTE = 0.01;
    private static final double LEAST_COMPANY = 0.3;
    private static final double LEAST_RUNS = 2;

    /**
     * Exactly these tools are needed, perhaps.
     *
     * @param probability from 0 to 1
     */
    record Guess(Set<String> tools, double probability) {}

    ToolOdds {
        tools = Map.copyOf(tools);
        experienced = Set.copyOf(experienced);
        guesses = List.copyOf(guesses);
    }

    /**
     * @param found how probable it is by the search
     * @param past what served like intents
     * @param known the tools that the caller may use
     */
    static ToolOdds of(Map<String, Double> found, List<PastChoice> past, EdgeModel model, Set<String> known) {
        double whole = DOUBT;
        for (PastChoice choice : past) {
            whole += say(choice, found);
        }
        List<Guess> guesses = new ArrayList<>();
        Map<String, Double> votes = new HashMap<>();
        double memory = 0;
        for (PastChoice choice : past) {
            double meaning = Math.min(1, choice.recurrence() / TELLING);
            double probability = MEMORY * meaning * say(choice, found) / whole;
            guesses.add(new Guess(choice.tools(), probability));
            choice.tools().forEach(tool -> votes.merge(tool, probability, Double::sum));
            memory += probability;
        }
        Map<String, Double> tools = new HashMap<>();
        double rest = 1 - memory;
        found.forEach((tool, confidence) -> tools.put(tool, rest * confidence));
        votes.forEach((tool, vote) -> tools.merge(tool, vote, Double::sum));
        votes.keySet().stream()
                .filter(tool -> !found.containsKey(tool))
                .forEach(tool -> tools.merge(tool, rest * NOT_FOUND, Double::sum));
        tools.keySet().retainAll(known);
        Map<String, Double> all = withCompanions(tools, model, known);
        Set<String> experienced = new HashSet<>();
        all.forEach((tool, probability) -> {
            if (votes.getOrDefault(tool, 0.0) >= LEAST_VOTE || probability > tools.getOrDefault(tool, 0.0)) {
                experienced.add(tool);
            }
        });
        return new ToolOdds(all, experienced, guesses);
    }

    /** How much a past choice counts: how alike the intents are, times how probable its tools are by the search alone. */
    private static double say(PastChoice choice, Map<String, Double> found) {
        double logarithms = 0;
        for (String tool : choice.tools()) {
            logarithms += Math.log(Math.max(LEAST_FIT, found.getOrDefault(tool, LEAST_FIT)));
        }
        return Math.pow(choice.similarity(), STEEPNESS)
                * Math.exp(logarithms / choice.tools().size());
    }

    /** A tool is needed at least as probably as one that it used to hand a value to, times how often it did. */
    private static Map<String, Double> withCompanions(Map<String, Double> tools, EdgeModel model, Set<String> known) {
        Map<String, Double> all = new HashMap<>(tools);
        tools.forEach((tool, probability) -> {
            if (probability >= LEAST_COMPANY) {
                model.usedBefore(tool, LEAST_RUNS).forEach((companion, share) -> {
                    if (known.contains(companion)) {
                        all.merge(companion, probability * share, Math::max);
                    }
                });
            }
        });
        return all;
    }

    double of(String tool) {
        return tools.getOrDefault(tool, 0.0);
    }

    /** The most probable first, ties by name. */
    List<String> best(double least, int limit) {
        return tools.entrySet().stream()
                .filter(tool -> tool.getValue() >= least)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
