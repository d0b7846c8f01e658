// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Learns weights from all kept choices at once, so that none counts more for having come last.
 *
 * <ol>
 *   <li>The weights that fit best ({@link WeightFit}): what was chosen should score above what was shown beside it, and
 *       no weight goes far from the plan's without a reason.
 *   <li>The same {@value #PARTS} times, each time without one part of the choices. By these weights, and only by those
 *       that it had no say in, each choice is ranked.
 *   <li>Each signal that is not from text, in turn, keeps the largest of the {@link #SHARES} of its weight that the
 *       choices do not speak against: against it speaks that they are ranked worse than without it, by more than half a
 *       standard error, or no different. If there is none, its weight is 0.
 *   <li>All of these signals together keep the largest share with which the choices are ranked no worse than by text
 *       alone; if there is none, text alone is what comes out.
 * </ol>
 */
public final class WeightLearner {

    /** Fewer choices say too little. */
    public static final int LEAST_CHOICES = 20;

    private static final int PARTS = 5;
    private static final double[] SHARES = {1, 0.75, 0.5, 0.25};
    private static final double STANDARD_ERRORS = 0.5;
    private static final double SAME = 1e-9;

    private final SignalPlan plan;
    private final List<Example> examples;
    private final double[][] fitted = new double[PARTS][];

    private WeightLearner(SignalPlan plan, List<Example> examples) {
        this.plan = plan;
        this.examples = examples;
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
                .filter(choice -> Example.isOfUse(choice, size))
                .map(Example::of)
                .toList();
        return examples.size() < LEAST_CHOICES
                ? Optional.empty()
                : Optional.of(new WeightLearner(plan, examples).learned());
    }

    private LearnedWeights learned() {
        double[] weights = WeightFit.of(examples, plan.defaults(), plan.defaults());
        for (int part = 0; part < PARTS; part++) {
            List<Example> others = new ArrayList<>();
            for (int place = 0; place < examples.size(); place++) {
                if (place % PARTS != part) {
                    others.add(examples.get(place));
                }
            }
            fitted[part] = WeightFit.of(others, plan.defaults(), weights);
        }
        double[] shares = shares();
        double[] text = plan.textOnly();
        double textQuality = mean(
                examples.stream().mapToDouble(example -> example.gain(text)).toArray());
        for (double whole : SHARES) {
            double[] less = shares.clone();
            for (int signal = 0; signal < less.length; signal++) {
                less[signal] *= isText(signal) ? 1 : whole;
            }
            double quality = mean(gains(less));
            double[] learned = times(weights, less);
            if (quality >= textQuality && Arrays.stream(learned).sum() > 0) {
                return learned(learned, quality, textQuality);
            }
        }
        return learned(text, textQuality, textQuality);
    }

    private LearnedWeights learned(double[] weights, double quality, double textQuality) {
        return new LearnedWeights(
                plan.signals().stream().map(SignalPlan.Signal::name).toList(),
                Arrays.stream(weights).boxed().toList(),
                examples.size(),
                quality,
                textQuality);
    }

    /** How much of its weight each signal keeps. */
    private double[] shares() {
        double[] shares = new double[plan.signals().size()];
        Arrays.fill(shares, 1);
        for (int signal = 0; signal < shares.length; signal++) {
            if (!isText(signal)) {
                shares[signal] = share(shares, signal);
            }
        }
        return shares;
    }

    private double share(double[] shares, int signal) {
        double[] tried = shares.clone();
        tried[signal] = 0;
        double[] without = gains(tried);
        for (double share : SHARES) {
            tried[signal] = share;
            if (isNoWorse(gains(tried), without)) {
                return share;
            }
        }
        return 0;
    }

    private static boolean isNoWorse(double[] with, double[] without) {
        double sum = 0;
        double squares = 0;
        for (int place = 0; place < with.length; place++) {
            double better = with[place] - without[place];
            sum += better;
            squares += better * better;
        }
        double error = Math.sqrt(Math.max(0, squares - sum * sum / with.length));
        return squares > SAME && sum > -STANDARD_ERRORS * error;
    }

    /** NDCG@10 of each choice, ranked by weights that it had no say in, as far as the signals keep them. */
    private double[] gains(double[] shares) {
        double[][] weights =
                Arrays.stream(fitted).map(part -> times(part, shares)).toArray(double[][]::new);
        return IntStream.range(0, examples.size())
                .mapToDouble(place -> examples.get(place).gain(weights[place % PARTS]))
                .toArray();
    }

    private static double mean(double[] gains) {
        return Arrays.stream(gains).average().orElse(0);
    }

    private boolean isText(int signal) {
        return plan.signals().get(signal).text();
    }

    private static double[] times(double[] weights, double[] shares) {
        return IntStream.range(0, weights.length)
                .mapToDouble(signal -> weights[signal] * shares[signal])
                .toArray();
    }
}
