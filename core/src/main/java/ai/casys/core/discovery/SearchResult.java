// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.List;
import java.util.Map;

/**
 * The answer to one query.
 *
 * @param hits the tools that fit, best first; the same query over the same catalogue gives the same order
 * @param nearestMisses where nothing fits: the tools that come closest, best first, at most 3
 * @param vectors of an intent, by model; empty without models
 * @param total how many visible tools match at least in part; the hits are the best of them
 */
public record SearchResult(
        List<SearchHit> hits, List<SearchHit> nearestMisses, Map<String, float[]> vectors, int total) {
    public SearchResult {
        hits = List.copyOf(hits);
        nearestMisses = List.copyOf(nearestMisses);
        vectors = Map.copyOf(vectors);
    }
}
