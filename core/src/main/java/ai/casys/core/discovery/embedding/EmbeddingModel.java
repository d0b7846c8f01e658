// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * What there is to know of a model before it is loaded.
 *
 * @param name names the model, its pooling and the mean that is taken off; kept vectors are of one name only
 * @param weights the ONNX graph, on the class path
 * @param tokenizer its {@code tokenizer.json}, on the class path
 * @param mean the mean vector to take off, on the class path; a number a line
 * @param adapter the {@link IntentAdapter}, on the class path
 * @param mostTokens texts are cut there
 */
public record EmbeddingModel(
        String name,
        String weights,
        String tokenizer,
        Optional<String> mean,
        Optional<String> adapter,
        Pooling pooling,
        int mostTokens) {

    /** Numbers in a vector of the program's models. */
    public static final int DIMENSION = 384;

    /** all-MiniLM-L6-v2, 8 bit. */
    public static final EmbeddingModel MINILM = new EmbeddingModel(
            "all-minilm-l6-v2-q/1",
            "all-minilm-l6-v2-q.onnx",
            "all-minilm-l6-v2-q-tokenizer.json",
            Optional.of("ai/casys/core/discovery/embedding/all-minilm-l6-v2-q.mean.txt"),
            Optional.of("ai/casys/core/discovery/embedding/all-minilm-l6-v2-q.intents.txt"),
            Pooling.MEAN,
            256);

    /** bge-small-en-v1.5, 8 bit. */
    public static final EmbeddingModel BGE = new EmbeddingModel(
            "bge-small-en-v1.5-q/1",
            "bge-small-en-v1.5-q.onnx",
            "bge-small-en-v1.5-q-tokenizer.json",
            Optional.of("ai/casys/core/discovery/embedding/bge-small-en-v1.5-q.mean.txt"),
            Optional.of("ai/casys/core/discovery/embedding/bge-small-en-v1.5-q.intents.txt"),
            Pooling.FIRST,
            256);

    public EmbeddingModel {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(weights, "weights is null");
        Objects.requireNonNull(tokenizer, "tokenizer is null");
        Objects.requireNonNull(mean, "mean is null");
        Objects.requireNonNull(adapter, "adapter is null");
        Objects.requireNonNull(pooling, "pooling is null");
        if (mostTokens < 8 || mostTokens > 512) {
            throw new IllegalArgumentException("mostTokens is " + mostTokens + ", it must be between 8 and 512");
        }
    }

    /** The same without a mean to take off, and so without an adapter for what is left. */
    public EmbeddingModel raw() {
        return new EmbeddingModel(
                name + "/raw", weights, tokenizer, Optional.empty(), Optional.empty(), pooling, mostTokens);
    }

    /** How the vectors of all tokens become the one of the text. */
    public enum Pooling {
        /** Their mean. */
        MEAN,
        /** The one of the opening token. */
        FIRST;

        /** @param states of each token, one after the other */
        float[] pooled(FloatBuffer states, int tokens, int dimension) {
            float[] vector = new float[dimension];
            int rows = switch (this) {
                case MEAN -> tokens;
                case FIRST -> 1;
            };
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < dimension; i++) {
                    vector[i] += states.get(row * dimension + i);
                }
            }
            return vector;
        }
    }
}
