// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.TextEmbedder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands for a model: a text's vector is made of its words, and some words mean the same. Notes what it is asked for. */
final class WordsAsMeaning implements TextEmbedder {

    private static final Map<String, String> SAME =
            Map.of("letter", "message", "mail", "message", "picture", "screenshot", "bug", "issue", "defect", "issue");

    private final String name;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    WordsAsMeaning(String name) {
        this.name = name;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    void fail() {
        failing = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public float[] embed(String text) {
        asked.add(text);
        if (failing) {
            throw new CasysException(ErrorCategory.INTERNAL, "the model fails as the test wants it");
        }
        float[] vector = new float[EmbeddingModel.DIMENSION];
        vector[0] = 0.01f;
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            String meant = SAME.getOrDefault(word, word);
            vector[Math.floorMod(meant.hashCode() * 31, vector.length)] += 1;
        }
        double square = 0;
        for (float number : vector) {
            square += number * number;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @Override
    public void close() {
        failing = true;
    }
}
