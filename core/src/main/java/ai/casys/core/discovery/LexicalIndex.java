// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.embedding.TextHash;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The words of all tools in a Lucene index in memory. One thread changes it; any number search meanwhile and see the
 * state before or after a change, never between. Deleted tools are purged at once, so that scores depend on the tools
 * that are there and not on the way they came.
 */
final class LexicalIndex implements Closeable {

    static final String KEY = "key";
    static final String TEXT = "text";
    static final String LENGTH = "length";
    static final String VECTOR = "vector";

    // No part of a key has a control character.
    private static final char BETWEEN = '\n';

    private static final FieldType WEIGHTED_TERMS = weightedTerms();

    private final PartWeights weights;
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private Function<ToolKey, Optional<CatalogTool>> applying = _ -> Optional.empty();

    /** @param vectors what is known of the texts' vectors whenever a new state begins */
    LexicalIndex(PartWeights weights, Function<@Nullable TextHash[], DenseRows> vectors) throws IOException {
        this.weights = weights;
        TieredMergePolicy merges = new TieredMergePolicy();
        merges.setForceMergeDeletesPctAllowed(0);
        writer = new IndexWriter(
                directory,
                new IndexWriterConfig()
                        .setMergeScheduler(new SerialMergeScheduler())
                        .setMergePolicy(merges)
                        .setRAMBufferSizeMB(8)
                        .setCommitOnClose(false));
        searchers = new SearcherManager(writer, new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) throws IOException {
                return new ToolSearcher(reader, applying, vectors);
            }
        });
    }

    /**
     * Brings the index to another state of the catalogue.
     *
     * @param after the tool of a key in that state
     * @param put tools that are new or changed
     * @param gone tools that are no longer there
     */
    void apply(Function<ToolKey, Optional<CatalogTool>> after, Collection<CatalogTool> put, Collection<ToolKey> gone)
            throws IOException {
        applying = after;
        Words words = new Words();
        for (ToolKey key : gone) {
            writer.deleteDocuments(id(key));
        }
        for (CatalogTool tool : put) {
            writer.updateDocument(id(tool.key()), document(tool, words));
        }
        writer.forceMergeDeletes();
        searchers.maybeRefreshBlocking();
    }

    /** Works on one state of the index, which stays as it is meanwhile. */
    <T> T with(Work<T> work) throws IOException {
        ToolSearcher searcher = acquire();
        try {
            return work.on(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /** What is done with a state of the index. */
    @FunctionalInterface
    interface Work<T> {
        T on(ToolSearcher searcher) throws IOException;
    }

    private ToolSearcher acquire() throws IOException {
        try {
            return (ToolSearcher) searchers.acquire();
        } catch (AlreadyClosedException e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE, "the gateway is shutting down; search again when it is back", e);
        }
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        directory.close();
    }

    private Document document(CatalogTool tool, Words words) {
        Map<String, Integer> frequencies = new TreeMap<>();
        Map<Reason.Part, Integer> byPart = weights.byPart();
        ToolText.of(tool).forEach((part, text) -> {
            int weight = byPart.getOrDefault(part, 0);
            if (weight > 0) {
                words.of(text).forEach(found -> frequencies.merge(found.term(), weight, Integer::sum));
            }
        });
        Document document = new Document();
        document.add(new StringField(KEY, id(tool.key()).text(), Field.Store.NO));
        document.add(new BinaryDocValuesField(KEY, id(tool.key()).bytes()));
        document.add(new BinaryDocValuesField(
                VECTOR, new BytesRef(EmbeddingText.hash(tool).bytes())));
        document.add(new Field(TEXT, new TermStream(frequencies), WEIGHTED_TERMS));
        document.add(new NumericDocValuesField(
                LENGTH,
                frequencies.values().stream().mapToLong(Integer::longValue).sum()));
        return document;
    }

    private static Term id(ToolKey key) {
        return new Term(KEY, key.server() + BETWEEN + key.tool());
    }

    /** The key that a document carries. */
    static ToolKey key(String id) {
        int between = id.indexOf(BETWEEN);
        return new ToolKey(id.substring(0, between), id.substring(between + 1));
    }

    private static FieldType weightedTerms() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
