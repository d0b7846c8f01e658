// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.CasysException;
import ai.casys.core.discovery.Reranking;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.ModelFiles;
import ai.casys.core.discovery.embedding.OnnxReranker;
import ai.casys.core.discovery.embedding.OwnEmbedder;
import ai.casys.core.discovery.embedding.OwnModel;
import ai.casys.core.settings.SearchSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that the settings ask for, loaded in the background. One of the user's own that cannot be used is left out
 * and complained of. Safe for any number of threads.
 */
final class SearchModels implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SearchModels.class);

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Embeddings embeddings;
    private final Reranking reranking;

    private SearchModels(SearchSettings settings) {
        List<EmbeddingModel> shipped =
                settings.models().stream().map(SearchModels::model).toList();
        embeddings = settings.embedding()
                .map(own -> Embeddings.loading(
                        shipped, () -> OwnEmbedder.load(model(own)), problem -> complain("embedding", problem)))
                .orElseGet(() -> shipped.isEmpty() ? Embeddings.none() : Embeddings.loading(shipped));
        reranking = settings.reranker()
                .map(own -> Reranking.loading(
                        () -> OnnxReranker.load(files(own.model())),
                        own.candidates(),
                        own.budget(),
                        problem -> complain("reranker", problem)))
                .orElseGet(Reranking::none);
    }

    static SearchModels loading(SearchSettings settings) {
        return new SearchModels(settings);
    }

    Embeddings embeddings() {
        return embeddings;
    }

    Reranking reranking() {
        return reranking;
    }

    /** Which models of the user's own are not in use, and why; sentences for a person. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        reranking.close();
        embeddings.close();
    }

    private void complain(String key, CasysException problem) {
        String sentence = "the model of casys.search." + key + " is not in use: " + problem.getMessage();
        problems.add(sentence);
        log.warn("{}", sentence);
    }

    private static EmbeddingModel model(SearchSettings.Model model) {
        return switch (model) {
            case MINILM -> EmbeddingModel.MINILM;
            case BGE -> EmbeddingModel.BGE;
        };
    }

    private static OwnModel model(SearchSettings.Embedding own) {
        return new OwnModel(
                files(own.model()),
                own.pooling().map(pooling -> switch (pooling) {
                    case MEAN -> EmbeddingModel.Pooling.MEAN;
                    case FIRST -> EmbeddingModel.Pooling.FIRST;
                }),
                own.queryPrefix(),
                own.textPrefix());
    }

    private static ModelFiles files(SearchSettings.OwnModel own) {
        return new ModelFiles(own.name(), own.weights(), own.tokenizer(), own.maxTokens());
    }
}
