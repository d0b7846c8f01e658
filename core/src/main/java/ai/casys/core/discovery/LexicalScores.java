// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * BM25 (k1 1.2, b 0.75) of several texts over the visible tools in one pass over their words: how rare a word is and how
 * long a tool's text usually is count the visible tools alone. Immutable.
 */
final class LexicalScores {

    private static final double SATURATION = 1.2;
    private static final double BY_LENGTH = 0.75;

    private final Visible visible;
    private final float[][] scores;
    private final Map<String, Double> rarity = new LinkedHashMap<>();
    private final Map<String, int[]> places = new LinkedHashMap<>();
    private int matching;

    private LexicalScores(Visible visible, int texts) {
        this.visible = visible;
        this.scores = new float[texts][visible.size()];
    }

    /** @param texts the terms of each text; the first has those of all others */
    static LexicalScores of(ToolSearcher searcher, Visible visible, List<? extends Collection<String>> texts)
            throws IOException {
        LexicalScores scores = new LexicalScores(visible, texts.size());
        double mean = meanLength(searcher, visible);
        Set<String> all = new LinkedHashSet<>();
        texts.forEach(all::addAll);
        for (String term : all) {
            List<Integer> saying = new ArrayList<>();
            for (int text = 0; text < texts.size(); text++) {
                if (texts.get(text).contains(term)) {
                    saying.add(text);
                }
            }
            scores.add(searcher, term, saying, mean);
        }
        for (float score : scores.scores[0]) {
            scores.matching += score > 0 ? 1 : 0;
        }
        return scores;
    }

    /** The scores of one text by place; nobody changes them. */
    float[] of(int text) {
        return scores[text];
    }

    /** How many visible tools have at least one term of the first text. */
    int matching() {
        return matching;
    }

    /** The terms of a text that the tool at a place has. */
    Set<String> matched(int place, Collection<String> terms) {
        Set<String> matched = new LinkedHashSet<>();
        for (String term : terms) {
            int[] having = places.get(term);
            if (having != null && Arrays.binarySearch(having, place) >= 0) {
                matched.add(term);
            }
        }
        return matched;
    }

    /** How much of what was said, 0 to 1, these terms are; a rare word counts more than a common one. */
    double coverage(Set<String> matched, Collection<String> terms) {
        double said = terms.stream().mapToDouble(this::rarity).sum();
        return said == 0 ? 0 : matched.stream().mapToDouble(this::rarity).sum() / said;
    }

    private double rarity(String term) {
        return rarity.getOrDefault(term, 0.0);
    }

    private void add(ToolSearcher searcher, String term, List<Integer> texts, double mean) throws IOException {
        int[] having = new int[16];
        int[] frequencies = new int[16];
        int count = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            PostingsEnum postings = searcher.decoys(leaf.ord)
                    .read(new Term(LexicalIndex.TEXT, term))
                    .orElse(null);
            while (postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                int place = visible.place(leaf.docBase + postings.docID());
                if (place < 0) {
                    continue;
                }
                if (count == having.length) {
                    having = Arrays.copyOf(having, 2 * count);
                    frequencies = Arrays.copyOf(frequencies, 2 * count);
                }
                having[count] = place;
                frequencies[count++] = postings.freq();
            }
        }
        double rare = Math.log(1 + (Math.max(1, visible.size()) - count + 0.5) / (count + 0.5));
        rarity.put(term, rare);
        places.put(term, Arrays.copyOf(having, count));
        for (int i = 0; i < count; i++) {
            int length = searcher.length(visible.document(having[i]));
            double norm = SATURATION * (1 - BY_LENGTH + BY_LENGTH * length / mean);
            float gain = (float) (rare * frequencies[i] / (frequencies[i] + norm));
            for (int text : texts) {
                scores[text][having[i]] += gain;
            }
        }
    }

    private static double meanLength(ToolSearcher searcher, Visible visible) {
        long sum = 0;
        int withText = 0;
        for (int place = 0; place < visible.size(); place++) {
            int length = searcher.length(visible.document(place));
            sum += length;
            withText += length > 0 ? 1 : 0;
        }
        return withText == 0 ? 1 : (double) sum / withText;
    }
}
