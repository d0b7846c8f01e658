// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How tools are searched.
 *
 * @param models which models read intents and tools, each once; none to search by words alone, which saves their memory
 * @param embedding a further one of the user's own
 * @param reranker a model of the user's own that reads intent and tool together
 */
public record SearchSettings(List<Model> models, Optional<Embedding> embedding, Optional<Reranker> reranker) {

    /** Both models of the program. */
    public static final SearchSettings DEFAULTS =
            new SearchSettings(List.of(Model.MINILM, Model.BGE), Optional.empty(), Optional.empty());

    public SearchSettings {
        models = models.stream().distinct().toList();
        Objects.requireNonNull(embedding, "embedding is null");
        Objects.requireNonNull(reranker, "reranker is null");
    }

    /** The same with these models of the program. */
    SearchSettings with(List<Model> newModels) {
        return new SearchSettings(newModels, embedding, reranker);
    }

    /** The models that the program brings along. */
    public enum Model {
        /** all-MiniLM-L6-v2, the faster one. */
        MINILM,
        /** bge-small-en-v1.5. */
        BGE;

        /** The model of a name as it stands in settings. */
        static Optional<Model> named(String name) {
            return Arrays.stream(values())
                    .filter(model -> model.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    /**
     * Where a model of the user's own is; whether it is any good turns out when it is loaded.
     *
     * @param name {@code [a-zA-Z0-9._-]{1,40}}
     * @param weights the file in ONNX, absolute
     * @param tokenizer its {@code tokenizer.json}, absolute
     * @param maxTokens texts are cut there, 8 to 8,192
     */
    public record OwnModel(String name, Path weights, Path tokenizer, int maxTokens) {
        public OwnModel {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(weights, "weights is null");
            Objects.requireNonNull(tokenizer, "tokenizer is null");
        }
    }

    /** How the vectors of all tokens become the one of the text. */
    public enum Pooling {
        /** Their mean. */
        MEAN,
        /** The one of the opening token. */
        FIRST
    }

    /**
     * An embedding model.
     *
     * @param pooling if absent, as the model does it itself, and else the mean
     * @param queryPrefix stands before an intent; possibly empty
     * @param textPrefix stands before the text of a tool; possibly empty
     */
    public record Embedding(OwnModel model, Optional<Pooling> pooling, String queryPrefix, String textPrefix) {
        public Embedding {
            Objects.requireNonNull(model, "model is null");
            Objects.requireNonNull(pooling, "pooling is null");
            Objects.requireNonNull(queryPrefix, "queryPrefix is null");
            Objects.requireNonNull(textPrefix, "textPrefix is null");
        }
    }

    /**
     * A reranker.
     *
     * @param candidates how many of the best tools it reads at most, 2 to 50
     * @param budget what a search may take longer by it
     */
    public record Reranker(OwnModel model, int candidates, Duration budget) {
        public Reranker {
            Objects.requireNonNull(model, "model is null");
            Objects.requireNonNull(budget, "budget is null");
        }
    }
}
