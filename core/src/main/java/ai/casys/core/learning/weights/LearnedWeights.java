// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import java.util.List;

/**
 * Weights with the evidence for them.
 *
 * @param names of the signals
 * @param values their weights, each 0 or more; 0 where the signal did not help
 * @param choices how many choices were looked at
 * @param quality NDCG@10 with these weights on choices that they were not learned from
 * @param textQuality the same with nothing but text; never more than {@code quality}
 */
public record LearnedWeights(List<String> names, List<Double> values, int choices, double quality, double textQuality) {
    public LearnedWeights {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }
}
