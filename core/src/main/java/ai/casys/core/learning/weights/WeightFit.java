// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import java.util.List;

/**
 * The weights, none below 0, with the least loss: the mean logistic loss of each example's pairs, all examples added up,
 * and the square of how far the weights are from the plan's. That is convex, so there is one answer whatever comes first;
 * Newton's steps find it.
 */
final class WeightFit {

    private static final double STEEPNESS = 8;

    /** The plan's weights have about as much to say as so many choices. */
    private static final double LOYALTY = 30;

    private static final int STEPS = 15;
    private static final int ROUNDS = 30;
    private static final double CLOSE = 1e-5;

    private final double[] gradient;
    private final double[][] curvature;

    private WeightFit(int size) {
        gradient = new double[size];
        curvature = new double[size][size];
    }

    /**
     * Fits.
     *
     * @param plan where the weights are drawn to
     * @param start where to begin; makes no difference but to the time
     */
    static double[] of(List<Example> examples, double[] plan, double[] start) {
        double[] weights = start.clone();
        for (int step = 0; step < STEPS; step++) {
            WeightFit fit = new WeightFit(weights.length);
            examples.forEach(example -> fit.add(example, weights));
            if (fit.step(weights, plan) < CLOSE) {
                break;
            }
        }
        return weights;
    }

    private void add(Example example, double[] weights) {
        double share = 1.0 / example.leads().length;
        for (double[] lead : example.leads()) {
            double wrong = 1 / (1 + Math.exp(STEEPNESS * Example.score(lead, weights)));
            double pull = share * STEEPNESS * wrong;
            double bend = pull * STEEPNESS * (1 - wrong);
            for (int one = 0; one < weights.length; one++) {
                gradient[one] -= pull * lead[one];
                for (int other = 0; other < weights.length; other++) {
                    curvature[one][other] += bend * lead[one] * lead[other];
                }
            }
        }
    }

    /** To where the loss would be least if it were the parabola that it looks like here; returns how far that was. */
    private double step(double[] weights, double[] plan) {
        double[] next = weights.clone();
        for (int round = 0; round < ROUNDS; round++) {
            for (int signal = 0; signal < next.length; signal++) {
                double slope = gradient[signal] + LOYALTY * (next[signal] - plan[signal]);
                for (int other = 0; other < next.length; other++) {
                    slope += curvature[signal][other] * (next[other] - weights[other]);
                }
                next[signal] = Math.max(0, next[signal] - slope / (curvature[signal][signal] + LOYALTY));
            }
        }
        double farthest = 0;
        for (int signal = 0; signal < next.length; signal++) {
            farthest = Math.max(farthest, Math.abs(next[signal] - weights[signal]));
            weights[signal] = next[signal];
        }
        return farthest;
    }
}
