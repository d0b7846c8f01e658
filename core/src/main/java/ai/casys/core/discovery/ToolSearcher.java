// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** One state of the index together with the tools that its documents stand for. Immutable. */
final class ToolSearcher extends IndexSearcher {

    private final @Nullable CatalogTool[] tools;

    ToolSearcher(IndexReader reader, CatalogSnapshot snapshot) throws IOException {
        super(reader);
        setQueryCache(null);
        tools = new CatalogTool[reader.maxDoc()];
        for (LeafReaderContext leaf : reader.leaves()) {
            BinaryDocValues keys = leaf.reader().getBinaryDocValues(LexicalIndex.KEY);
            for (int doc = 0; keys != null && doc < leaf.reader().maxDoc(); doc++) {
                if (keys.advanceExact(doc)) {
                    String key = keys.binaryValue().utf8ToString();
                    int colon = key.indexOf(':');
                    ToolKey toolKey = new ToolKey(key.substring(0, colon), key.substring(colon + 1));
                    int place = leaf.docBase + doc;
                    snapshot.tool(toolKey).ifPresent(tool -> tools[place] = tool);
                }
            }
        }
    }

    /**
     * @param admitted what may be found
     * @param visible what the scores are made of
     */
    Matches search(List<String> terms, int limit, Predicate<CatalogTool> admitted, Predicate<CatalogTool> visible)
            throws IOException {
        VisibleStatistics statistics = VisibleStatistics.of(getIndexReader(), tools, visible, terms);
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        terms.stream()
                .filter(statistics::has)
                .forEach(term ->
                        query.add(new TermQuery(new Term(LexicalIndex.TEXT, term)), BooleanClause.Occur.SHOULD));
        VisibleTop top = statistics.search(query.build(), new VisibleTop.Making(tools, admitted, limit));
        Map<Integer, Set<String>> matched = matchedTerms(terms, top.documents());
        Map<String, Double> rarity = statistics.rarity(terms);
        double said = rarity.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Matches.Match> best = new ArrayList<>();
        for (VisibleTop.Scored scored : top.bestFirst()) {
            Set<String> has = matched.getOrDefault(scored.document(), Set.of());
            double covered = has.stream()
                    .mapToDouble(term -> rarity.getOrDefault(term, 0.0))
                    .sum();
            best.add(new Matches.Match(scored.tool(), scored.score(), has, covered / said));
        }
        return new Matches(best, top.total());
    }

    /** @param documents ascending */
    private Map<Integer, Set<String>> matchedTerms(List<String> terms, List<Integer> documents) throws IOException {
        Map<Integer, Set<String>> matched = new LinkedHashMap<>();
        for (LeafReaderContext leaf : getIndexReader().leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            List<Integer> here = documents.stream()
                    .filter(document -> document >= leaf.docBase && document < end)
                    .toList();
            if (here.isEmpty() || leaf.reader().terms(LexicalIndex.TEXT) == null) {
                continue;
            }
            TermsEnum dictionary = leaf.reader().terms(LexicalIndex.TEXT).iterator();
            for (String term : terms) {
                if (!dictionary.seekExact(new BytesRef(term))) {
                    continue;
                }
                PostingsEnum postings = dictionary.postings(null, PostingsEnum.NONE);
                for (int document : here) {
                    int wanted = document - leaf.docBase;
                    int at = postings.docID() < wanted ? postings.advance(wanted) : postings.docID();
                    if (at == wanted) {
                        matched.computeIfAbsent(document, any -> new HashSet<>())
                                .add(term);
                    }
                }
            }
        }
        return matched;
    }
}
