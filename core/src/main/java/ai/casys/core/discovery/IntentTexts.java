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
 * @param texts the whole text, then its clauses, then the steps that it implies without saying them
 * @param clauses how many of the texts are clauses
 * @param terms the terms of each text, each with the caller's word for it; the first has those of all clauses
 * @param models names of the models, none while they are not loaded
 * @param vectors of each text, by model, as it is compared with tools; of clauses possibly of the first models only
 * @param own of the whole, by model, as it is compared with other intents
 */
record IntentTexts(
        List<String> texts,
        int clauses,
        List<Map<String, String>> terms,
        List<String> models,
        List<List<CompactVector>> vectors,
        List<CompactVector> own) {

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
        int clauses = texts.size() - 1;
        for (String step : ImpliedSteps.of(intent)) {
            texts.add(step);
            terms.add(IntentTerms.of(step));
        }
        return new IntentTexts(texts, clauses, terms, List.of(), List.of(), List.of());
    }

    IntentTexts with(List<String> newModels, List<List<CompactVector>> newVectors, List<CompactVector> newOwn) {
        return new IntentTexts(texts, clauses, terms, newModels, newVectors, newOwn);
    }

    /** Whether a text is a clause; else it is the whole or an implied step. */
    boolean isClause(int text) {
        return text > 0 && text <= clauses;
    }

    /** Whether a text is an implied step. */
    boolean isImplied(int text) {
        return text > clauses;
    }

    /** The vectors of the whole, by model; none while the models are not loaded. */
    Map<String, float[]> wholeVectors() {
        Map<String, float[]> whole = new LinkedHashMap<>();
        for (int model = 0; model < own.size(); model++) {
            whole.put(models.get(model), own.get(model).floats());
        }
        return whole;
    }

    /** The terms of the whole. */
    Map<String, String> whole() {
        return terms.getFirst();
    }
}
