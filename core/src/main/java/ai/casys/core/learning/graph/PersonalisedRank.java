// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import java.util.Arrays;

/**
 * Personalised PageRank by power iteration: where a walker is who follows edges by their weight and, at each step, goes
 * back to one of the seeds with probability {@code 1 - damping}. Where the weights of a node add up to less than 1 the
 * rest of the walkers is lost, so that a weaker edge never makes another tool's rank higher. Works on arrays:
 * {@code rows[i] .. rows[i + 1]} are the places of node i's edges in {@code targets} and {@code weights}. Immutable; safe
 * for any number of threads.
 */
final class PersonalisedRank {

    private static final int MOST_STEPS = 60;
    private static final double CLOSE_ENOUGH = 1e-5;

    private final int[] rows;
    private final int[] targets;
    private final double[] weights;
    private final double damping;

    /** @param damping above 0, below 1 */
    PersonalisedRank(int[] rows, int[] targets, double[] weights, double damping) {
        this.rows = rows;
        this.targets = targets;
        this.weights = weights;
        this.damping = damping;
    }

    /**
     * @param seeds by node; not all 0, not negative; the result adds up to at most 1
     * @param open the nodes that may be walked on; who would go to another is lost
     */
    double[] from(double[] seeds, boolean[] open) {
        double whole = Arrays.stream(seeds).sum();
        double[] start =
                Arrays.stream(seeds).map(seed -> (1 - damping) * seed / whole).toArray();
        double[] now = start.clone();
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] next = step(start, now, open);
            double change = 0;
            for (int node = 0; node < next.length; node++) {
                change += Math.abs(next[node] - now[node]);
            }
            now = next;
            if (change < CLOSE_ENOUGH) {
                break;
            }
        }
        return now;
    }

    private double[] step(double[] start, double[] now, boolean[] open) {
        double[] next = start.clone();
        for (int node = 0; node < now.length; node++) {
            double onward = now[node] * damping;
            if (onward == 0) {
                continue;
            }
            for (int edge = rows[node]; edge < rows[node + 1]; edge++) {
                if (open[targets[edge]]) {
                    next[targets[edge]] += onward * weights[edge];
                }
            }
        }
        return next;
    }
}
