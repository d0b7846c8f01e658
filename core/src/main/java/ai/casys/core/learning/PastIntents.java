// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.SignalScores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The intents that led to calls that succeeded, searched exactly. The ten nearest vote for the tools that served them,
 * each with the square of its similarity; those that are not alike enough have no vote, and few votes weigh little, so
 * the score is not stretched to a scale. Immutable; safe for any number of threads.
 */
final class PastIntents {

    private static final int NEIGHBOURS = 10;
    private static final double ALIKE = 0.3;
    private static final double DOUBT = 0.5;

    /** @param shares how sure it is, from 0 to 1, that each tool serves the intent */
    private record Known(String digest, Map<ToolKey, Double> shares, Map<String, float[]> vectors) {}

    private record Near(Known intent, double similarity) {}

    private final List<Known> intents;

    PastIntents(Collection<IntentRecord> records) {
        List<Known> known = new ArrayList<>();
        for (IntentRecord record : records) {
            Map<ToolKey, Double> shares = new HashMap<>();
            record.tools().forEach((tool, tally) -> {
                double successes = tally.successes();
                if (successes > 0) {
                    shares.put(tool, successes / (successes + tally.failures()));
                }
            });
            if (!shares.isEmpty()) {
                known.add(new Known(record.digest(), shares, record.vectors()));
            }
        }
        intents = List.copyOf(known);
    }

    int size() {
        return intents.size();
    }

    /**
     * @param vectors of the intent, of unit length, by model; may be empty, and then only the same words are alike
     * @param visible intents that only other tools served count as if they had never been
     */
    SignalScores scores(String digest, Map<String, float[]> vectors, Predicate<ToolKey> visible) {
        Comparator<Near> leastFirst = Comparator.comparingDouble(Near::similarity)
                .thenComparing(near -> near.intent().digest(), Comparator.reverseOrder());
        PriorityQueue<Near> nearest = new PriorityQueue<>(leastFirst);
        for (Known intent : intents) {
            double similarity = intent.digest().equals(digest)
                    ? 1
                    : similarity(vectors, intent.vectors()).orElse(0);
            boolean enters = nearest.size() < NEIGHBOURS
                    || similarity >= nearest.element().similarity();
            if (similarity > ALIKE
                    && enters
                    && intent.shares().keySet().stream().anyMatch(visible)) {
                nearest.add(new Near(intent, similarity));
                if (nearest.size() > NEIGHBOURS) {
                    nearest.poll();
                }
            }
        }
        double weight = DOUBT;
        Map<ToolKey, Double> votes = new HashMap<>();
        for (Near near : nearest) {
            double square = near.similarity() * near.similarity();
            weight += square;
            near.intent().shares().forEach((tool, share) -> {
                if (visible.test(tool)) {
                    votes.merge(tool, square * share, Double::sum);
                }
            });
        }
        double whole = weight;
        votes.replaceAll((_, vote) -> Math.min(1, vote / whole));
        int count = nearest.size();
        return new SignalScores(
                votes,
                tool -> Optional.of("served "
                        + nearest.stream()
                                .filter(near -> near.intent().shares().containsKey(tool))
                                .count()
                        + " of the " + count + " most similar intents"));
    }

    /** The mean over the models that both were read by. */
    private static OptionalDouble similarity(Map<String, float[]> one, Map<String, float[]> other) {
        double sum = 0;
        int models = 0;
        for (Map.Entry<String, float[]> entry : one.entrySet()) {
            float[] theirs = other.get(entry.getKey());
            if (theirs != null && theirs.length == entry.getValue().length) {
                sum += product(entry.getValue(), theirs);
                models++;
            }
        }
        return models == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, sum / models));
    }

    /** Four sums at once, which the processor adds side by side. */
    private static double product(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int place = 0;
        for (; place + 3 < one.length; place += 4) {
            a += one[place] * other[place];
            b += one[place + 1] * other[place + 1];
            c += one[place + 2] * other[place + 2];
            d += one[place + 3] * other[place + 3];
        }
        for (; place < one.length; place++) {
            a += one[place] * other[place];
        }
        return a + b + c + d;
    }
}
