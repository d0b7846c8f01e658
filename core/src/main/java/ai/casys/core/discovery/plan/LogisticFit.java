// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.List;

/**
 * Ridge-penalised logistic regression by Newton's method (Hastie, Tibshirani and Friedman, The Elements of Statistical
 * Learning, 4.4), for a handful of features. The penalty pulls towards given weights rather than to 0, so that few
 * observations change little.
 */
final class LogisticFit {

    private static final int MOST_ROUNDS = 25;
    private static final double CLOSE_ENOUGH = 1e-6;

    /** Something that happened or did not, and what was known before. */
    static final class Observation {

        private final double[] features;
        private final boolean happened;
        private final double weight;

        /**
         * @param features finite values, as many as there are weights; not copied
         * @param weight how much the observation counts, 0 or more
         */
        Observation(double[] features, boolean happened, double weight) {
            this.features = features;
            this.happened = happened;
            this.weight = weight;
        }
    }

    private LogisticFit() {}

    /**
     * The fitted weights.
     *
     * @param prior the weights without any observation
     * @param penalty above 0: the observations that the prior is worth
     */
    static double[] of(List<Observation> observations, double[] prior, double penalty) {
        double[] weights = prior.clone();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] step = step(observations, weights, prior, penalty);
            double size = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] += step[i];
                size = Math.max(size, Math.abs(step[i]));
            }
            if (size < CLOSE_ENOUGH) {
                break;
            }
        }
        return weights;
    }

    static double probability(double[] weights, double[] features) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * features[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    private static double[] step(List<Observation> observations, double[] weights, double[] prior, double penalty) {
        int size = weights.length;
        double[] gradient = new double[size];
        double[][] curvature = new double[size][size];
        for (int i = 0; i < size; i++) {
            gradient[i] = penalty * (prior[i] - weights[i]);
            curvature[i][i] = penalty;
        }
        for (Observation observation : observations) {
            double[] x = observation.features;
            double p = probability(weights, x);
            double miss = observation.weight * ((observation.happened ? 1 : 0) - p);
            double bend = observation.weight * p * (1 - p);
            for (int i = 0; i < size; i++) {
                gradient[i] += miss * x[i];
                for (int j = 0; j <= i; j++) {
                    curvature[i][j] += bend * x[i] * x[j];
                }
            }
        }
        return solved(curvature, gradient);
    }

    /** Solves by Cholesky's decomposition; the matrix is symmetric and, for its penalty, positive definite. */
    private static double[] solved(double[][] matrix, double[] right) {
        int size = right.length;
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        double[] solution = right.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                solution[i] -= lower[i][k] * solution[k];
            }
            solution[i] /= lower[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solution[i] -= lower[k][i] * solution[k];
            }
            solution[i] /= lower[i][i];
        }
        return solution;
    }
}
