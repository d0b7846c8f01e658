// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.SignalScores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The intents that led to calls that succeeded, searched exactly. The ten nearest vote for the tools that served them, or
 * against those that somebody said are wrong. Each has the odds that its tools serve the intent asked for as its weight:
 * how much a likeness is worth is seen from the past intents themselves ({@link Recurrence}), so that the one nearest
 * alone, among many, makes its tools as probable as they were among past intents that were as alike. Few votes weigh
 * little, so the score is not stretched to a scale. Immutable; safe for any number of threads.
 */
final class PastIntents {

    private static final int NEIGHBOURS = 10;

    /** Whose tools are less probable than this has no vote. */
    private static final double LEAST = 0.02;

    /** What the votes are weighed against: with 1, a single vote makes of its odds the probability again. */
    private static final double DOUBT = 1;

    // Among few intents the nearest are only the ones there are, and how much a likeness is worth is hardly known: they
    // count little unless one is the same.
    private static final double DOUBT_OF_FEW = 40;

    /** From so many past intents it is seen how much a likeness is worth. */
    private static final int SAMPLE = 128;

    /** The likenesses among so many are worked out beforehand, which is enough for who may use half of them. */
    private static final int PREPARED = 2 * SAMPLE;

    private record Near(PastIntent intent, double similarity) {}

    /** Knows of none. */
    static final PastIntents NONE = new PastIntents(new ToolKey[0], List.of());

    private final ToolKey[] tools;
    private final List<PastIntent> intents;

    /** The same by their digests, which have nothing to do with what they are about: the first are a fair sample. */
    private final List<PastIntent> mixed;

    private final float[][] prepared;

    private PastIntents(ToolKey[] tools, List<PastIntent> intents) {
        this.tools = tools;
        this.intents = intents;
        mixed = intents.stream()
                .sorted(Comparator.comparing(PastIntent::digest))
                .toList();
        prepared = new float[Math.min(PREPARED, intents.size())][];
        for (int one = 0; one < prepared.length; one++) {
            prepared[one] = new float[one];
            for (int other = 0; other < one; other++) {
                prepared[one][other] = compared(one, other);
            }
        }
    }

    /** @param now as of when what was counted has faded */
    static PastIntents of(Collection<IntentRecord> records, Instant now, Decay decay) {
        Map<ToolKey, Integer> places = new HashMap<>();
        List<PastIntent> known = new ArrayList<>();
        for (IntentRecord record : records) {
            PastIntent.of(record, tally -> tally.at(now, decay), places).ifPresent(known::add);
        }
        ToolKey[] tools = new ToolKey[places.size()];
        places.forEach((tool, place) -> tools[place] = tool);
        return new PastIntents(tools, List.copyOf(known));
    }

    int size() {
        return intents.size();
    }

    /**
     * The votes.
     *
     * @param vectors of the intent, of unit length, by model; may be empty, and then only the same words are alike
     * @param visible intents that only other tools served count as if they had never been
     */
    SignalScores scores(String digest, Map<String, float[]> vectors, Predicate<ToolKey> visible) {
        boolean[] open = open(visible);
        Comparator<Near> leastFirst = Comparator.comparingDouble(Near::similarity)
                .thenComparing(near -> near.intent().digest(), Comparator.reverseOrder());
        PriorityQueue<Near> nearest = new PriorityQueue<>(leastFirst);
        int known = 0;
        for (PastIntent intent : intents) {
            if (!intent.isOpen(open)) {
                continue;
            }
            known++;
            double similarity = intent.digest().equals(digest) ? 1 : Likeness.of(intent.vectors(), vectors);
            boolean enters = nearest.size() < NEIGHBOURS
                    || similarity >= nearest.element().similarity();
            if (similarity > 0 && enters) {
                nearest.add(new Near(intent, similarity));
                if (nearest.size() > NEIGHBOURS) {
                    nearest.poll();
                }
            }
        }
        if (nearest.isEmpty()) {
            return SignalScores.NONE;
        }
        // In an order of their own, so that sums do not depend on what else there is.
        List<Near> near = nearest.stream().sorted(leastFirst).toList();
        return votes(near, known, recurrence(open), open);
    }

    /** How probable it is that a tool serves both of two intents, by how alike these are. */
    Recurrence recurrence(Predicate<ToolKey> visible) {
        return recurrence(open(visible));
    }

    private boolean[] open(Predicate<ToolKey> visible) {
        boolean[] open = new boolean[tools.length];
        for (int tool = 0; tool < open.length; tool++) {
            open[tool] = visible.test(tools[tool]);
        }
        return open;
    }

    private SignalScores votes(List<Near> nearest, int known, Recurrence recurrence, boolean[] open) {
        List<Near> voters = new ArrayList<>();
        double[] votes = new double[tools.length];
        double best = 0;
        double weight = 0;
        for (Near near : nearest) {
            double probability = recurrence.probability(near.similarity());
            if (probability < LEAST) {
                continue;
            }
            voters.add(near);
            best = Math.max(best, probability);
            double say = near.intent().evidence(open) * probability / (1 - probability);
            weight += say;
            near.intent().vote(say, open, votes);
        }
        double whole = weight + DOUBT + DOUBT_OF_FEW * (1 - best) / known;
        Map<ToolKey, Double> scores = new HashMap<>();
        for (int tool = 0; tool < votes.length; tool++) {
            if (votes[tool] != 0) {
                scores.put(tools[tool], Math.min(1, votes[tool] / whole));
            }
        }
        String of = " of the " + voters.size() + " most similar intents";
        return new SignalScores(
                scores,
                tool -> Optional.of(
                        scores.getOrDefault(tool, 0.0) < 0
                                ? "said to be wrong for " + count(voters, tool, -1) + of
                                : "served " + count(voters, tool, 1) + of));
    }

    private long count(List<Near> voters, ToolKey tool, int sign) {
        int place = Arrays.asList(tools).indexOf(tool);
        return voters.stream()
                .filter(near -> sign * near.intent().share(place) > 0)
                .count();
    }

    /** What the intents that may be seen say of each other; the first ones of them, as far as that is enough. */
    private Recurrence recurrence(boolean[] open) {
        int[] sample = new int[SAMPLE];
        PastIntent[] sampled = new PastIntent[SAMPLE];
        double[] serving = new double[SAMPLE];
        int size = 0;
        for (int place = 0; place < mixed.size() && size < SAMPLE; place++) {
            PastIntent intent = mixed.get(place);
            int count = intent.serving(open);
            if (count > 0 && !intent.vectors().isEmpty()) {
                sample[size] = place;
                sampled[size] = intent;
                serving[size] = count;
                size++;
            }
        }
        Recurrence.Pairs pairs = new Recurrence.Pairs();
        for (int one = 0; one < size; one++) {
            for (int other = 0; other < one; other++) {
                float similarity = similarity(sample[one], sample[other]);
                if (similarity != Likeness.NOT_COMPARABLE) {
                    int shared = sampled[one].shared(sampled[other], open);
                    pairs.add(similarity, shared == 0 ? 0 : (shared / serving[one] + shared / serving[other]) / 2);
                }
            }
        }
        return pairs.recurrence();
    }

    private float similarity(int one, int other) {
        return one < prepared.length ? prepared[one][other] : compared(one, other);
    }

    private float compared(int one, int other) {
        return (float) Likeness.of(mixed.get(one).vectors(), mixed.get(other).vectors());
    }
}
