// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
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

/**
 * The words of all tools in a Lucene index in memory. One thread changes it; any number search meanwhile and see the
 * state before or after a change, never between. Deleted tools are purged at once, so that scores depend on the tools
 * that are there and not on the way they came.
 */
final class LexicalIndex implements Closeable {

    static final String KEY = "key";
    static final String TEXT = "text";
    static final String LENGTH = "length";

    private static final FieldType WEIGHTED_TERMS = weightedTerms();

    private final PartWeights weights;
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private CatalogSnapshot applying = CatalogSnapshot.EMPTY;

    LexicalIndex(PartWeights weights) throws IOException {
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
                return new ToolSearcher(reader, applying);
            }
        });
    }

    /**
     * Brings the index to a snapshot.
     *
     * @param put tools that are new or changed
     * @param gone tools that are no longer there
     */
    void apply(CatalogSnapshot snapshot, Collection<CatalogTool> put, Collection<ToolKey> gone) throws IOException {
        applying = snapshot;
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

    /**
     * The admitted tools that share most with the terms, best first, ties by key.
     *
     * @param visible what the scores are made of, as if nothing else were there
     */
    Matches search(Collection<String> terms, int limit, Predicate<CatalogTool> admitted, Predicate<CatalogTool> visible)
            throws IOException {
        ToolSearcher searcher = acquire();
        try {
            return searcher.search(List.copyOf(terms), limit, admitted, visible);
        } finally {
            searchers.release(searcher);
        }
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
        document.add(new StringField(KEY, tool.key().toString(), Field.Store.NO));
        document.add(new BinaryDocValuesField(KEY, new BytesRef(tool.key().toString())));
        document.add(new Field(TEXT, new TermStream(frequencies), WEIGHTED_TERMS));
        document.add(new NumericDocValuesField(
                LENGTH,
                frequencies.values().stream().mapToLong(Integer::longValue).sum()));
        return document;
    }

    private static Term id(ToolKey key) {
        return new Term(KEY, key.toString());
    }

    private static FieldType weightedTerms() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
