// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.ToolKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The few places with the highest scores above 0, ties by key, in whatever order they are offered. On one thread. */
final class Best {

    private final int[] places;
    private final double[] scores;
    private final IntFunction<ToolKey> keys;
    private int count;

    /**
     * @param limit how many at most, above 0
     * @param keys of the tools, by place
     */
    Best(int limit, IntFunction<ToolKey> keys) {
        places = new int[limit];
        scores = new double[limit];
        this.keys = keys;
    }

    /** Whether a tool of this score might be among the best; quickly, for the many that are not. */
    boolean mayTake(double score) {
        return score > 0 && (count < scores.length || score >= scores[count - 1]);
    }

    /** Takes a place that was not offered before, if it is among the best so far. */
    void offer(int place, double score) {
        if (!mayTake(score)) {
            return;
        }
        int rank = count;
        while (rank > 0 && isBefore(place, score, rank - 1)) {
            rank--;
        }
        if (rank == scores.length) {
            return;
        }
        count = Math.min(scores.length, count + 1);
        for (int lower = count - 1; lower > rank; lower--) {
            places[lower] = places[lower - 1];
            scores[lower] = scores[lower - 1];
        }
        places[rank] = place;
        scores[rank] = score;
    }

    private boolean isBefore(int place, double score, int rank) {
        return score > scores[rank]
                || (score == scores[rank] && keys.apply(place).compareTo(keys.apply(places[rank])) < 0);
    }

    /** The scores by place, best first. */
    Map<Integer, Double> places() {
        Map<Integer, Double> best = new LinkedHashMap<>();
        for (int rank = 0; rank < count; rank++) {
            best.put(places[rank], scores[rank]);
        }
        return best;
    }
}
