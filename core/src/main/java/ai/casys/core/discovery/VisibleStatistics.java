// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.jspecify.annotations.Nullable;

/**
 * Scores by the visible tools alone: how rare a word is and how long a tool's text usually is would otherwise tell of
 * tools that the caller may not know of. For one search, on one thread.
 */
final class VisibleStatistics extends IndexSearcher {

    private final Map<String, Integer> having = new HashMap<>();
    private final int documents;
    private final int withText;
    private final long words;

    private VisibleStatistics(IndexReader reader, BitSet visible, List<String> terms) throws IOException {
        super(reader);
        setSimilarity(new BM25Similarity(1.2f, 0.75f));
        setQueryCache(null);
        documents = visible.cardinality();
        int texts = 0;
        long sum = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            NumericDocValues lengths = leaf.reader().getNumericDocValues(LexicalIndex.LENGTH);
            while (lengths != null && lengths.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if (visible.get(leaf.docBase + lengths.docID()) && lengths.longValue() > 0) {
                    texts++;
                    sum += lengths.longValue();
                }
            }
            for (String term : terms) {
                count(leaf, term, visible);
            }
        }
        withText = texts;
        words = sum;
    }

    /** @param tools by document number */
    static VisibleStatistics of(
            IndexReader reader, @Nullable CatalogTool[] tools, Predicate<CatalogTool> visible, List<String> terms)
            throws IOException {
        BitSet shown = new BitSet(tools.length);
        for (int document = 0; document < tools.length; document++) {
            CatalogTool tool = tools[document];
            if (tool != null && visible.test(tool)) {
                shown.set(document);
            }
        }
        return new VisibleStatistics(reader, shown, terms);
    }

    /** Whether any visible tool has the term. */
    boolean has(String term) {
        return having.getOrDefault(term, 0) > 0;
    }

    /** Inverse document frequency of each term as in BM25; a word that no tool has is the rarest. */
    Map<String, Double> rarity(List<String> terms) {
        int all = Math.max(1, documents);
        Map<String, Double> rarity = new LinkedHashMap<>();
        for (String term : terms) {
            int count = having.getOrDefault(term, 0);
            rarity.put(term, Math.log(1 + (all - count + 0.5) / (count + 0.5)));
        }
        return rarity;
    }

    @Override
    public CollectionStatistics collectionStatistics(String field) {
        // Of the sums only the one of all words is used by the ranking.
        return new CollectionStatistics(field, documents, withText, words, withText);
    }

    @Override
    public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq) {
        int count = having.getOrDefault(term.text(), 0);
        return new TermStatistics(term.bytes(), count, count);
    }

    private void count(LeafReaderContext leaf, String term, BitSet visible) throws IOException {
        PostingsEnum postings = leaf.reader().postings(new Term(LexicalIndex.TEXT, term), PostingsEnum.NONE);
        while (postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            if (visible.get(leaf.docBase + postings.docID())) {
                having.merge(term, 1, Integer::sum);
            }
        }
    }
}
