// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.settings.SearchSettings;

/** The models that the settings ask for. */
final class SearchModels {

    private SearchModels() {}

    static Embeddings loading(SearchSettings settings) {
        return settings.models().isEmpty()
                ? Embeddings.none()
                : Embeddings.loading(
                        settings.models().stream().map(SearchModels::model).toList());
    }

    private static EmbeddingModel model(SearchSettings.Model model) {
        return switch (model) {
            case MINILM -> EmbeddingModel.MINILM;
            case BGE -> EmbeddingModel.BGE;
        };
    }
}
