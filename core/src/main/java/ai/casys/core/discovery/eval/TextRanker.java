// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Ranks by the texts of intent and tools alone. */
public final class TextRanker implements IntentRanker, AutoCloseable {

    private final FixedTools tools;
    private final Map<ToolKey, String> ids = new HashMap<>();

    private TextRanker(FixedTools tools) {
        this.tools = tools;
    }

    /**
     * Indexes a data set's tools; without kept vectors this takes some ten milliseconds a tool and model.
     *
     * @param embeddings loaded or failed, or {@link Embeddings#none}; closed by whoever made them, after this
     */
    public static TextRanker over(Dataset dataset, Embeddings embeddings, VectorStore store)
            throws InterruptedException {
        TextRanker ranker =
                new TextRanker(FixedTools.of(dataset.tools().values(), embeddings, store, LearnedSource.NONE));
        dataset.tools().forEach((id, tool) -> ranker.ids.put(tool.key(), id));
        return ranker;
    }

    @Override
    public List<String> rank(String intent, int limit) {
        return tools.search(intent, SearchScope.untaught(_ -> true), limit).stream()
                .map(tool -> Objects.requireNonNull(ids.get(tool.key()), "a tool that was not given"))
                .toList();
    }

    @Override
    public void observe(String intent, List<String> used) {
        // Texts do not change by use.
    }

    @Override
    public void close() {
        tools.close();
    }
}
