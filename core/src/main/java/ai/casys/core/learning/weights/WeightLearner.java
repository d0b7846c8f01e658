// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Learns weights by pairs: what was chosen should score above what was shown beside it. The logistic loss of all pairs
 * plus the distance from the default weights is convex, so the same choices give the same weights. Every third choice is
 * held back. On those, a signal that is not from text has to make things better or its weight becomes 0, and if the whole
 * is not at least as good as text alone, text alone is what comes out.
 */
public final class WeightLearner {

    /** Fewer choices say too little. */
    public static final int LEAST_CHOICES = 20;

    private static final int HELD_ONE_IN = 3;
    private static final int STEPS = 300;
    private static final double STEP = 0.1;
    private static final double STEEPNESS = 8;
    private static final double LOYALTY = 4;
    private static final int CUT = 10;

    private WeightLearner() {}

    /** Two or more tools of one search. */
    private static final class Example {
        private final double[][] signals;
        private final boolean[] right;

        Example(double[][] signals, boolean[] right) {
            this.signals = signals;
            this.right = right;
        }
    }

    /**
     * Learns from choices.
     *
     * @param choices in any order; those without a right and a wrong tool, or of another plan, are passed over
     * @return empty if there are fewer than {@value #LEAST_CHOICES} of use
     */
    public static Optional<LearnedWeights> learn(SignalPlan plan, List<Choice> choices) {
        int size = plan.signals().size();
        List<Example> examples = choices.stream()
                .sorted(Comparator.comparing(Choice::at).thenComparing(Choice::id))
                .filter(choice -> isOfUse(choice, size))
                .map(WeightLearner::example)
                .toList();
        if (examples.size() < LEAST_CHOICES) {
            return Optional.empty();
        }
        List<Example> held = new ArrayList<>();
        List<Example> seen = new ArrayList<>();
        IntStream.range(0, examples.size())
                .forEach(place -> (place % HELD_ONE_IN == 0 ? held : seen).add(examples.get(place)));

        double[] text = plan.textOnly();
        double textQuality = quality(held, text);
        double[] weights = withoutUseless(plan, fit(seen, plan.defaults()), held);
        double quality = quality(held, weights);
        if (quality < textQuality || Arrays.stream(weights).sum() <= 0) {
            weights = text;
            quality = textQuality;
        }
        return Optional.of(new LearnedWeights(
                plan.signals().stream().map(SignalPlan.Signal::name).toList(),
                Arrays.stream(weights).boxed().toList(),
                examples.size(),
                quality,
                textQuality));
    }

    private static boolean isOfUse(Choice choice, int size) {
        return size > 0
                && choice.shown().stream().allMatch(shown -> shown.signals().size() == size)
                && choice.shown().stream().anyMatch(Choice.Shown::right)
                && !choice.shown().stream().allMatch(Choice.Shown::right);
    }

    private static Example example(Choice choice) {
        int count = choice.shown().size();
        double[][] signals = new double[count][];
        boolean[] right = new boolean[count];
        for (int place = 0; place < count; place++) {
            Choice.Shown shown = choice.shown().get(place);
            signals[place] = shown.signals().stream()
                    .mapToDouble(signal -> Double.isFinite(signal) ? Math.clamp(signal, 0, 1) : 0)
                    .toArray();
            right[place] = shown.right();
        }
        return new Example(signals, right);
    }

    /** Gradient descent that stays at 0 where a weight would become negative. */
    private static double[] fit(List<Example> examples, double[] defaults) {
        double[] weights = defaults.clone();
        double loyalty = LOYALTY / examples.size();
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[weights.length];
            examples.forEach(example -> addGradient(example, weights, gradient));
            for (int signal = 0; signal < weights.length; signal++) {
                double slope = gradient[signal] / examples.size() + loyalty * (weights[signal] - defaults[signal]);
                weights[signal] = Math.max(0, weights[signal] - STEP * slope);
            }
        }
        return weights;
    }

    private static void addGradient(Example example, double[] weights, double[] gradient) {
        int count = example.right.length;
        int rights = (int)
                IntStream.range(0, count).filter(place -> example.right[place]).count();
        double share = 1.0 / (rights * (count - rights));
        for (int good = 0; good < count; good++) {
            for (int bad = 0; bad < count; bad++) {
                if (!example.right[good] || example.right[bad]) {
                    continue;
                }
                double[] better = example.signals[good];
                double[] worse = example.signals[bad];
                double lead = STEEPNESS * (score(better, weights) - score(worse, weights));
                double pull = share * STEEPNESS / (1 + Math.exp(lead));
                for (int signal = 0; signal < weights.length; signal++) {
                    gradient[signal] -= pull * (better[signal] - worse[signal]);
                }
            }
        }
    }

    private static double[] withoutUseless(SignalPlan plan, double[] fitted, List<Example> held) {
        double[] weights = fitted.clone();
        double quality = quality(held, weights);
        for (int signal = 0; signal < weights.length; signal++) {
            if (plan.signals().get(signal).text() || weights[signal] == 0) {
                continue;
            }
            double[] without = weights.clone();
            without[signal] = 0;
            double then = quality(held, without);
            if (then >= quality) {
                weights = without;
                quality = then;
            }
        }
        return weights;
    }

    /** Mean NDCG@10; of equal scores the one shown later comes first, so that a tie is no merit. */
    private static double quality(List<Example> examples, double[] weights) {
        return examples.stream()
                .mapToDouble(example -> gain(example, weights))
                .average()
                .orElse(0);
    }

    private static double gain(Example example, double[] weights) {
        double[] scores = Arrays.stream(example.signals)
                .mapToDouble(signals -> score(signals, weights))
                .toArray();
        List<Integer> order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer place) -> scores[place])
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .toList();
        double gain = 0;
        double best = 0;
        int rights = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            if (example.right[order.get(rank)]) {
                gain += rank < CUT ? discount(rank) : 0;
                best += rights < CUT ? discount(rights) : 0;
                rights++;
            }
        }
        return gain / best;
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 2.0);
    }

    private static double score(double[] signals, double[] weights) {
        double score = 0;
        for (int signal = 0; signal < weights.length; signal++) {
            score += weights[signal] * signals[signal];
        }
        return score;
    }
}
