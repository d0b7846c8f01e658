// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.List;
import java.util.Map;

/**
 * What an intent and the definitions say of pairs of tools that are to be used together.
 *
 * @param size how many tools are used
 * @param mentions where the intent speaks of them
 * @param fits how well the output of one fits the input of another, 0 (or missing) to 1
 */
record PairFacts(int size, Mentions mentions, Map<Edge, Double> fits) {

    /** Where facts come from. */
    @FunctionalInterface
    interface Source {
        PairFacts of(String intent, List<String> tools);
    }

    PairFacts {
        fits = Map.copyOf(fits);
    }

    int distance(Edge edge) {
        return mentions.distance(edge);
    }

    boolean clearlyBefore(Edge edge) {
        return mentions.clearlyBefore(edge);
    }

    double fit(Edge edge) {
        return fits.getOrDefault(edge, 0.0);
    }
}
