// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The ranking of intents over tools that never change, for measurements. Safe for any number of threads. */
public final class FixedTools implements AutoCloseable {

    private static final Duration LONG = Duration.ofDays(1);

    private final LexicalIndex index;
    private final VectorKeeper vectors;
    private final IntentSearch intents;

    private FixedTools(LexicalIndex index, VectorKeeper vectors, IntentSearch intents) {
        this.index = index;
        this.vectors = vectors;
        this.intents = intents;
    }

    /**
     * Indexes tools and waits until they have their vectors.
     *
     * @param tools of distinct keys
     * @param embeddings closed by whoever made them, after this
     */
    public static FixedTools of(
            Collection<CatalogTool> tools, Embeddings embeddings, VectorStore store, LearnedSource learned)
            throws InterruptedException {
        return of(tools, embeddings, store, learned, RankingWeights.DEFAULT);
    }

    /**
     * The same ranked by a plain hybrid, to compare with: BM25 and the models on the whole intent, each brought to 0..1,
     * nothing else.
     *
     * @param words the share of BM25, from 0 to 1
     */
    public static FixedTools plain(
            Collection<CatalogTool> tools, Embeddings embeddings, VectorStore store, double words)
            throws InterruptedException {
        return of(tools, embeddings, store, LearnedSource.NONE, RankingWeights.plain(words));
    }

    static FixedTools of(
            Collection<CatalogTool> tools,
            Embeddings embeddings,
            VectorStore store,
            LearnedSource learned,
            RankingWeights weights)
            throws InterruptedException {
        Map<ToolKey, CatalogTool> byKey = new HashMap<>();
        tools.forEach(tool -> byKey.put(tool.key(), tool));
        VectorKeeper vectors = VectorKeeper.start(embeddings, store);
        try {
            LexicalIndex index = new LexicalIndex(PartWeights.DEFAULT, vectors::rows);
            index.apply(key -> Optional.ofNullable(byKey.get(key)), tools, List.of());
            vectors.follow(index);
            vectors.await(LONG);
            return new FixedTools(index, vectors, new IntentSearch(embeddings, weights, learned));
        } catch (IOException e) {
            throw new CasysException(ErrorCategory.INTERNAL, "the tools cannot be indexed", e);
        }
    }

    /** The tools that fit an intent best, best first; near copies of one tool are one. */
    public Answer search(String intent, SearchScope scope, int limit) {
        IntentSearch.Found found = intents.search(index, IntentTexts.of(intent), limit, scope.visible(), scope);
        return new Answer(
                found.best().stream()
                        .map(ranked -> new Hit(
                                ranked.tool(),
                                ranked.score(),
                                ranked.confidence(),
                                ranked.part(),
                                ranked.facts(),
                                ranked.experience().evidence()))
                        .toList(),
                found.vectors());
    }

    /**
     * What was found.
     *
     * @param hits best first
     * @param vectors the intent's, by model
     */
    public record Answer(List<Hit> hits, Map<String, float[]> vectors) {
        public Answer {
            hits = List.copyOf(hits);
            vectors = Map.copyOf(vectors);
        }
    }

    /**
     * One tool.
     *
     * @param score above 0; comparable within one answer only
     * @param confidence how probable it is that the tool is right, from 0 to 1
     * @param part what of the intent it was found for
     * @param facts what the confidence was made of
     * @param evidence each signal of the ranking as it is, in the order of {@link ToolSearch#signals}
     */
    public record Hit(
            CatalogTool tool, double score, double confidence, String part, List<Double> facts, List<Double> evidence) {
        public Hit {
            Objects.requireNonNull(tool, "tool is null");
            facts = List.copyOf(facts);
            evidence = List.copyOf(evidence);
        }
    }

    @Override
    public void close() {
        vectors.close();
        try {
            index.close();
        } catch (IOException e) {
            throw new CasysException(ErrorCategory.INTERNAL, "the index cannot be closed", e);
        }
    }
}
