// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.Arrays;
import java.util.Random;

/**
 * A mean and how far it can be trusted.
 *
 * @param low end of the 95 % interval, from {@value #RESAMPLES} bootstrap samples of the intents
 * @param high the other end
 */
public record Estimate(double mean, double low, double high) {

    private static final int RESAMPLES = 2_000;
    private static final long SEED = 20_260_101;

    /** Of the values of all intents; the same values give the same interval. */
    public static Estimate of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is nothing to estimate from");
        }
        Random random = new Random(SEED);
        double[] means = new double[RESAMPLES];
        for (int sample = 0; sample < RESAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[sample] = sum / values.length;
        }
        Arrays.sort(means);
        return new Estimate(
                Arrays.stream(values).average().orElseThrow(),
                means[(int) (RESAMPLES * 0.025)],
                means[(int) (RESAMPLES * 0.975)]);
    }
}
