// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.CompactVector;
import java.util.List;

/**
 * Something besides the text that speaks for a tool or against it. Asked once a search, on the searching thread, after
 * the text; safe for any number of threads. It sees only what the caller may see, and must not let anything else show in
 * what it says.
 */
public interface RankingSignal {

    /** What explanations call it; lower case, one word or a few. */
    String name();

    /**
     * What it adds to each tool's score; text gives 0 to 1. Negative numbers take away.
     *
     * @return one number for each tool of the question, in that order; an array of length 0 if there is nothing to say
     */
    float[] contributions(Question question);

    /** What is asked. Immutable. */
    final class Question {
        private final String intent;
        private final List<String> models;
        private final List<CompactVector> vectors;
        private final List<CatalogTool> tools;
        private final float[] textScores;

        /** @param textScores handed over */
        Question(
                String intent,
                List<String> models,
                List<CompactVector> vectors,
                List<CatalogTool> tools,
                float[] textScores) {
            this.intent = intent;
            this.models = List.copyOf(models);
            this.vectors = List.copyOf(vectors);
            this.tools = tools;
            this.textScores = textScores;
        }

        /** The intent as the caller wrote it. */
        public String intent() {
            return intent;
        }

        /** The models' names; none while they are not loaded. */
        public List<String> models() {
            return models;
        }

        /** The intent's vectors, one for each model, in their order. */
        public List<CompactVector> vectors() {
            return vectors;
        }

        /** The visible tools. */
        public List<CatalogTool> tools() {
            return tools;
        }

        /** What the text gives the tool at this place of {@link #tools}, 0 to 1. */
        public float textScore(int place) {
            return textScores[place];
        }
    }
}
