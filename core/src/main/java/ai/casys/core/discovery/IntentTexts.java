// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An intent, cut up.
 *
 * @param texts the whole text, then its clauses
 * @param terms the terms of each text, each with the caller's word for it; the first has those of all others
 * @param models names of the models, none while they are not loaded
 * @param vectors of each text, by model; of clauses possibly of the first models only
 */
record IntentTexts(
        List<String> texts, List<Map<String, String>> terms, List<String> models, List<List<CompactVector>> vectors) {

    static IntentTexts of(String intent) {
        List<String> texts = new ArrayList<>();
        List<Map<String, String>> terms = new ArrayList<>();
        Map<String, String> whole = new LinkedHashMap<>(IntentTerms.of(intent));
        texts.add(intent);
        terms.add(whole);
        for (String clause : IntentClauses.of(intent)) {
            Map<String, String> its = new LinkedHashMap<>(IntentTerms.of(clause));
            // A very long intent has more terms than are looked at.
            its.keySet().retainAll(whole.keySet());
            if (!its.isEmpty()) {
                texts.add(clause);
                terms.add(its);
            }
        }
        return new IntentTexts(texts, terms, List.of(), List.of());
    }

    IntentTexts with(List<String> newModels, List<List<CompactVector>> newVectors) {
        return new IntentTexts(texts, terms, newModels, newVectors);
    }

    /** The vectors of the whole, by model; none while the models are not loaded. */
    Map<String, float[]> wholeVectors() {
        Map<String, float[]> whole = new LinkedHashMap<>();
        if (!vectors.isEmpty()) {
            List<CompactVector> first = vectors.getFirst();
            for (int model = 0; model < first.size(); model++) {
                whole.put(models.get(model), first.get(model).floats());
            }
        }
        return whole;
    }

    /** The terms of the whole. */
    Map<String, String> whole() {
        return terms.getFirst();
    }
}
