// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.SignalScores;
import ai.casys.core.learning.graph.Tally;
import java.time.Instant;
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
 * each with the square of its
 * similarity, more if it was seen again, or against those that somebody said are wrong; those that are not alike enough have no vote, and few votes weigh little, so
 * the score is not stretched to a scale. Immutable; safe for any number of threads.
 */
final class PastIntents {

    private static final int NEIGHBOURS = 10;
    private static final double ALIKE = 0.3;
    private static final double DOUBT = 0.5;

    // Among few intents the nearest are only the ones there are: they count little unless one is the same.
    private static final double DOUBT_OF_FEW = 10;

    /** What was seen so often is as sure as it will be. */
    private static final double ENOUGH = 3;

    /**
     * @param share see {@link IntentRecord#share}
     * @param evidence how often it was seen to, from 1 to {@link #ENOUGH}; a failure must not make its neighbours' word heavier
     */
    private record Served(double share, double evidence) {}

    private record Known(String digest, Map<ToolKey, Served> tools, Map<String, float[]> vectors) {}

    private record Near(Known intent, double similarity) {

        double weight(Predicate<ToolKey> visible) {
            double most = 0;
            for (Map.Entry<ToolKey, Served> served : intent.tools().entrySet()) {
                if (visible.test(served.getKey())) {
                    most = Math.max(most, served.getValue().evidence());
                }
            }
            return similarity * similarity * most;
        }
    }

    /** Knows of none. */
    static final PastIntents NONE = new PastIntents(List.of());

    private final List<Known> intents;

    private PastIntents(List<Known> intents) {
        this.intents = intents;
    }

    /** @param now as of when what was counted has faded */
    PastIntents(Collection<IntentRecord> records, Instant now, Decay decay) {
        List<Known> known = new ArrayList<>();
        for (IntentRecord record : records) {
            Map<ToolKey, Served> tools = new HashMap<>();
            record.tools().forEach((tool, tally) -> {
                Tally left = tally.at(now, decay);
                double share = IntentRecord.share(left);
                if (share != 0) {
                    tools.put(tool, new Served(share, Math.clamp(left.successes(), 1, ENOUGH)));
                }
            });
            if (!tools.isEmpty()) {
                known.add(new Known(record.digest(), tools, record.vectors()));
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
        int known = 0;
        for (Known intent : intents) {
            if (intent.tools().keySet().stream().noneMatch(visible)) {
                continue;
            }
            known++;
            double similarity = intent.digest().equals(digest)
                    ? 1
                    : similarity(vectors, intent.vectors()).orElse(0);
            boolean enters = nearest.size() < NEIGHBOURS
                    || similarity >= nearest.element().similarity();
            if (similarity > ALIKE && enters) {
                nearest.add(new Near(intent, similarity));
                if (nearest.size() > NEIGHBOURS) {
                    nearest.poll();
                }
            }
        }
        double best = nearest.stream().mapToDouble(Near::similarity).max().orElse(0);
        double weight = DOUBT + DOUBT_OF_FEW * (1 - best) / Math.max(1, known);
        Map<ToolKey, Double> votes = new HashMap<>();
        for (Near near : nearest) {
            double say = near.weight(visible);
            weight += say;
            near.intent().tools().forEach((tool, served) -> {
                if (visible.test(tool)) {
                    votes.merge(tool, say * served.share(), Double::sum);
                }
            });
        }
        double whole = weight;
        votes.replaceAll((_, vote) -> Math.min(1, vote / whole));
        String of = " of the " + nearest.size() + " most similar intents";
        return new SignalScores(
                votes,
                tool -> Optional.of(
                        votes.getOrDefault(tool, 0.0) < 0
                                ? "said to be wrong for " + count(nearest, tool, -1) + of
                                : "served " + count(nearest, tool, 1) + of));
    }

    private static long count(Collection<Near> nearest, ToolKey tool, int sign) {
        return nearest.stream()
                .filter(near -> near.intent().tools().containsKey(tool)
                        && sign * near.intent().tools().get(tool).share() > 0)
                .count();
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
