// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well each visible tool fits each text of an intent: words and vectors, each brought to 0..1 over the visible tools,
 * weighted. A tool whose vectors are not made yet is judged by its words. Immutable.
 */
final class FusedTexts {

    private final Visible visible;
    private final IntentTexts intent;
    private final double words;
    private final DenseRows rows;
    private final LexicalScores lexical;
    private final Spread[] lexicalSpread;
    private final Spread[][] denseSpread;

    // By model and text, then by place; a text that a model has not read has none.
    private final float[][][] similarities;

    // By place, whether the tool has its vectors.
    private final boolean[] known;

    /**
     * @param made the tools' vectors by document
     * @param words the share of BM25, from 0 to 1
     */
    FusedTexts(ToolSearcher searcher, DenseRows made, Visible visible, IntentTexts intent, double words)
            throws IOException {
        this.visible = visible;
        this.intent = intent;
        this.words = words;
        // Vectors of other models than the intent's say nothing.
        rows = made.models().equals(intent.models()) ? made : DenseRows.NONE;
        known = new boolean[visible.size()];
        for (int place = 0; place < known.length; place++) {
            known[place] = rows.has(visible.document(place));
        }
        lexical = LexicalScores.of(
                searcher, visible, intent.terms().stream().map(Map::keySet).toList());
        similarities = new float[rows.models().size()][][];
        for (int model = 0; model < similarities.length; model++) {
            similarities[model] = similarities(model);
        }
        int texts = intent.texts().size();
        lexicalSpread = new Spread[texts];
        denseSpread = new Spread[texts][];
        for (int text = 0; text < texts; text++) {
            lexicalSpread[text] = Spread.fromZero(lexical.of(text));
            denseSpread[text] = new Spread[models(text)];
            for (int model = 0; model < denseSpread[text].length; model++) {
                denseSpread[text][model] = Spread.of(similarities[model][text], known);
            }
        }
        evenClauses();
    }

    /** A clause without a telling word must not count as much as one with: half of its scale is that of all clauses. */
    private void evenClauses() {
        float most = 0;
        for (int text = 1; intent.isClause(text); text++) {
            most = Math.max(most, lexicalSpread[text].most());
        }
        for (int text = 1; intent.isClause(text); text++) {
            float own = lexicalSpread[text].most();
            lexicalSpread[text] = new Spread(0, own > 0 ? 2 * own * most / (own + most) : 0);
        }
    }

    /** The scores of all visible tools for a text, by place. */
    float[] of(int text) {
        float[] fused = new float[visible.size()];
        float[] said = lexical.of(text);
        Spread saidSpread = lexicalSpread[text];
        float wordShare = denseSpread[text].length > 0 ? (float) words : 1;
        for (int place = 0; place < fused.length; place++) {
            if (said[place] > 0) {
                fused[place] = (known[place] ? wordShare : 1) * saidSpread.part(said[place]);
            }
        }
        for (int model = 0; model < denseSpread[text].length; model++) {
            float[] similarity = similarities[model][text];
            Spread spread = denseSpread[text][model];
            float share = (float) modelShare(text);
            for (int place = 0; place < fused.length; place++) {
                fused[place] += known[place] ? share * spread.part(similarity[place]) : 0;
            }
        }
        return fused;
    }

    /** What words add to the score of a tool. */
    double words(int text, int place) {
        double share = denseSpread[text].length > 0 && hasVectors(place) ? words : 1;
        return share * lexicalSpread[text].part(lexical.of(text)[place]);
    }

    /** What a model adds to the score of a tool. */
    double dense(int text, int model, int place) {
        return model < denseSpread[text].length && hasVectors(place)
                ? modelShare(text) * denseSpread[text][model].part(similarities[model][text][place])
                : 0;
    }

    /** The models that take part, in their order. */
    List<String> models() {
        return rows.models();
    }

    /** Whether the vectors say anything of this tool and text. */
    boolean knows(int text, int place) {
        return denseSpread[text].length > 0 && hasVectors(place);
    }

    /** The similarity of a tool to a text by one model; only where {@link #knows}. */
    double similarity(int text, int model, int place) {
        return similarities[model][text][place];
    }

    /** The highest similarity of a tool to a text; -1 without vectors. */
    double similarity(int text, int place) {
        double highest = -1;
        for (int model = 0; model < denseSpread[text].length && hasVectors(place); model++) {
            highest = Math.max(highest, similarities[model][text][place]);
        }
        return highest;
    }

    /** The terms of a text that the tool has. */
    Set<String> matched(int text, int place) {
        return lexical.matched(place, intent.terms().get(text).keySet());
    }

    /** How much of a text, 0 to 1, the tool has. */
    double coverage(int text, int place) {
        return lexical.coverage(matched(text, place), intent.terms().get(text).keySet());
    }

    /** How many visible tools have at least one word of the whole text. */
    int matching() {
        return lexical.matching();
    }

    private boolean hasVectors(int place) {
        return known[place];
    }

    private double modelShare(int text) {
        return (1 - words) / denseSpread[text].length;
    }

    private int models(int text) {
        return rows.models().isEmpty() ? 0 : intent.vectors().get(text).size();
    }

    /** All texts that are wanted of a model at once: each tool's vector is fetched once, which is what costs. */
    private float[][] similarities(int model) {
        float[][] all = new float[intent.texts().size()][0];
        List<Integer> read = new ArrayList<>();
        List<CompactVector> wanted = new ArrayList<>();
        for (int text = 0; text < all.length; text++) {
            if (model >= models(text)) {
                continue;
            }
            CompactVector vector = intent.vectors().get(text).get(model);
            if (intent.isImplied(text)) {
                all[text] = visible.of(rows.similarities(model, intent.texts().get(text), vector));
            } else {
                read.add(text);
                wanted.add(vector);
            }
        }
        float[][] found = rows.similarities(model, visible.documents(), wanted);
        for (int number = 0; number < found.length; number++) {
            all[read.get(number)] = found[number];
        }
        return all;
    }
}
