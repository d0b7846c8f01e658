// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What was shown in one search, at least one tool that was right and one that was not, as numbers. Immutable. */
final class Example {

    private static final int CUT = 10;

    private final double[][] signals;
    private final boolean[] right;
    private final double[][] leads;

    private Example(double[][] signals, boolean[] right) {
        this.signals = signals;
        this.right = right;
        leads = leads(signals, right);
    }

    /** Whether a choice says anything about so many signals. */
    static boolean isOfUse(Choice choice, int size) {
        return size > 0
                && choice.shown().stream().allMatch(shown -> shown.signals().size() == size)
                && choice.shown().stream().anyMatch(Choice.Shown::right)
                && !choice.shown().stream().allMatch(Choice.Shown::right);
    }

    static Example of(Choice choice) {
        int count = choice.shown().size();
        double[][] signals = new double[count][];
        boolean[] right = new boolean[count];
        for (int place = 0; place < count; place++) {
            Choice.Shown shown = choice.shown().get(place);
            signals[place] = shown.signals().stream()
                    .mapToDouble(signal -> Double.isFinite(signal) ? Math.clamp(signal, -1, 1) : 0)
                    .toArray();
            right[place] = shown.right();
        }
        return new Example(signals, right);
    }

    private static double[][] leads(double[][] signals, boolean[] right) {
        return IntStream.range(0, right.length)
                .filter(good -> right[good])
                .boxed()
                .flatMap(good -> IntStream.range(0, right.length)
                        .filter(bad -> !right[bad])
                        .mapToObj(bad -> lead(signals[good], signals[bad])))
                .toArray(double[][]::new);
    }

    private static double[] lead(double[] better, double[] worse) {
        return IntStream.range(0, better.length)
                .mapToDouble(signal -> better[signal] - worse[signal])
                .toArray();
    }

    /** How far each right tool is ahead of each wrong one, by signal; not to be changed. */
    double[][] leads() {
        return leads;
    }

    /** NDCG@10 by these weights; of equal scores the one shown later comes first, so that a tie is no merit. */
    double gain(double[] weights) {
        double[] scores = new double[signals.length];
        for (int place = 0; place < scores.length; place++) {
            scores[place] = score(signals[place], weights);
        }
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
            if (right[order.get(rank)]) {
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

    static double score(double[] signals, double[] weights) {
        double score = 0;
        for (int signal = 0; signal < weights.length; signal++) {
            score += weights[signal] * signals[signal];
        }
        return score;
    }
}
