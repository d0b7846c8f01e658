// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.TextHash;
import java.util.HashMap;
import java.util.Map;

/**
 * What a search needs of an offer, worked out once.
 *
 * @param frequencies of its terms, weighted by part as with tools
 * @param length the sum of these
 * @param text what becomes its vectors
 * @param hash of that text
 */
record OfferWords(Offer offer, Map<String, Integer> frequencies, int length, String text, TextHash hash) {

    static OfferWords of(Offer offer, Words words) {
        Map<Reason.Part, Integer> weights = PartWeights.DEFAULT.byPart();
        Map<String, Integer> frequencies = new HashMap<>();
        offer.parts().forEach((part, text) -> {
            int weight = weights.getOrDefault(part, 0);
            if (weight > 0) {
                words.of(text).forEach(found -> frequencies.merge(found.term(), weight, Integer::sum));
            }
        });
        String text = EmbeddingText.of(offer.meaning());
        int length = frequencies.values().stream().mapToInt(Integer::intValue).sum();
        return new OfferWords(offer, Map.copyOf(frequencies), length, text, TextHash.of(text));
    }

    int frequency(String term) {
        return frequencies.getOrDefault(term, 0);
    }
}
