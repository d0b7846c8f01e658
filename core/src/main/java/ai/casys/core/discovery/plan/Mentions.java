// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.discovery.Words;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Where an intent speaks of each tool: the beginning of the stretch of {@value #STRETCH} terms that has most in common
 * with the tool's words, rare words counting more; of tools with the same stretch that one is first whose words are
 * nearer to its beginning. As a share of the intent, 0 (its beginning) to 1.
 */
final class Mentions {

    private static final int STRETCH = 12;
    private static final double MIDDLE = 0.5;

    private final Map<String, Double> places = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();

    /**
     * @param words the words (compared form) of each tool, in the order of their rank
     * @param rarity how much a word tells, above 0; words that are missing tell nothing
     */
    Mentions(String intent, Map<String, Set<String>> words, Map<String, Double> rarity) {
        List<String> terms =
                new Words().of(intent).stream().map(Words.Found::term).toList();
        words.forEach((tool, own) -> place(terms, own, rarity).ifPresent(place -> places.put(tool, place)));
        Map<String, Double> order = new LinkedHashMap<>();
        words.keySet().forEach(tool -> order.put(tool, places.getOrDefault(tool, MIDDLE)));
        List<String> sorted = order.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        for (int rank = 0; rank < sorted.size(); rank++) {
            ranks.put(sorted.get(rank), rank);
        }
    }

    /** How many tools later the intent speaks of the second one; below 0 if it does so earlier. */
    int distance(Edge edge) {
        return ranks.getOrDefault(edge.to(), 0) - ranks.getOrDefault(edge.from(), 0);
    }

    /** Whether the intent speaks of both, and of the first one strictly earlier. */
    boolean clearlyBefore(Edge edge) {
        OptionalDouble first = place(edge.from());
        OptionalDouble second = place(edge.to());
        return first.isPresent() && second.isPresent() && first.getAsDouble() < second.getAsDouble();
    }

    /** Where the intent speaks of the tool; empty if no word of it is there. */
    OptionalDouble place(String tool) {
        Double place = places.get(tool);
        return place == null ? OptionalDouble.empty() : OptionalDouble.of(place);
    }

    private static OptionalDouble place(List<String> terms, Set<String> own, Map<String, Double> rarity) {
        double best = 0;
        int at = -1;
        double inside = 0;
        for (int end = terms.size() - 1, start = end; start >= 0; start--) {
            inside += worth(terms.get(start), own, rarity);
            while (end - start >= STRETCH) {
                inside -= worth(terms.get(end), own, rarity);
                end--;
            }
            // Going backwards, the earliest of equally good stretches is the last one seen.
            boolean begins = worth(terms.get(start), own, rarity) > 0;
            if (begins && inside >= best - 1e-9) {
                best = Math.max(best, inside);
                at = start;
            }
        }
        if (at < 0) {
            return OptionalDouble.empty();
        }
        // Less than one term, so it only parts what begins at the same one.
        double worth = 0;
        double weighted = 0;
        for (int place = at; place < Math.min(terms.size(), at + STRETCH); place++) {
            double here = worth(terms.get(place), own, rarity);
            worth += here;
            weighted += here * (place - at);
        }
        return OptionalDouble.of((at + weighted / worth / STRETCH) / terms.size());
    }

    private static double worth(String term, Set<String> own, Map<String, Double> rarity) {
        return own.contains(term) ? rarity.getOrDefault(term, 0.0) : 0;
    }
}
