// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.learning.LearnedSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One search: scores of all visible tools for the whole intent and for each of its clauses, fused, and the best of them
 * with what their scores are made of. On one thread.
 *
 * <p>Score of a text = words and vectors, each brought to 0..1 over the visible tools, weighted. Score of a tool = whole
 * text and best clause, plus the best tool of its server, brought back to 0..1; then {@link LearnedSignals}.
 */
final class IntentRanking {

    private final ToolSearcher searcher;
    private final Visible visible;
    private final IntentTexts intent;
    private final RankingWeights weights;
    private final DenseRows rows;
    private final LexicalScores lexical;
    private final Spread[] lexicalSpread;
    private final Spread[][] denseSpread;
    private final float[] whole;
    private final float[] best;
    private final int[] bestClause;
    private final float[] ofServer;
    private final float[] total;
    private Optional<LearnedSignals> learned = Optional.empty();

    IntentRanking(ToolSearcher searcher, Predicate<CatalogTool> shown, IntentTexts intent, RankingWeights weights)
            throws IOException {
        this.searcher = searcher;
        this.visible = Visible.of(searcher, shown);
        this.intent = intent;
        this.weights = weights;
        DenseRows known = searcher.rows();
        // Vectors of other models than the intent's say nothing.
        this.rows = known.models().equals(intent.models()) ? known : DenseRows.NONE;
        this.lexical = LexicalScores.of(
                searcher, visible, intent.terms().stream().map(Map::keySet).toList());
        int texts = intent.texts().size();
        lexicalSpread = new Spread[texts];
        denseSpread = new Spread[texts][0];
        List<float[][]> similarities = similarities();
        whole = score(0, similarities);
        best = whole.clone();
        bestClause = new int[visible.size()];
        if (texts > 1) {
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
        }
        for (int text = 1; text < texts; text++) {
            float[] scores = score(text, similarities);
            for (int place = 0; place < scores.length; place++) {
                if (scores[place] > best[place]) {
                    best[place] = scores[place];
                    bestClause[place] = text;
                }
            }
        }
        total = new float[visible.size()];
        for (int place = 0; place < total.length; place++) {
            total[place] = (float) ((1 - weights.clause()) * whole[place] + weights.clause() * best[place]);
        }
        ofServer = servers(total);
        for (int place = 0; place < total.length; place++) {
            total[place] = (float) ((total[place] + weights.server() * ofServer[place]) / (1 + weights.server()));
        }
    }

    /**
     * Adds what was learned.
     *
     * @param used tools that the caller has used already
     */
    void add(LearnedSnapshot snapshot, Set<ToolKey> used) {
        if (snapshot.isEmpty()) {
            return;
        }
        LearnedSignals signals = LearnedSignals.of(
                snapshot,
                intent.texts().getFirst(),
                intent.wholeVectors(),
                tool -> {
                    int document = searcher.document(tool);
                    return document < 0 ? -1 : visible.place(document);
                },
                visible.keys(),
                used,
                total.clone());
        for (int place = 0; place < total.length; place++) {
            total[place] = signals.score(place);
        }
        learned = Optional.of(signals);
    }

    /** How many visible tools have at least one word of the intent. */
    int matching() {
        return lexical.matching();
    }

    /**
     * The best admitted tools, best first, ties by key; near copies of one tool take one place.
     *
     * @param admitted what may be found; all of it is visible
     */
    List<RankedTool> best(Predicate<CatalogTool> admitted, int limit) {
        Comparator<Integer> bestFirst = Comparator.<Integer>comparingDouble(place -> -total[place])
                .thenComparing(place -> visible.tool(place).key());
        PriorityQueue<Integer> worstFirst = new PriorityQueue<>(bestFirst.reversed());
        int kept = 2 * limit + 20;
        for (int place = 0; place < total.length; place++) {
            boolean enters = worstFirst.size() < kept || total[place] >= total[worstFirst.element()];
            if (enters && total[place] > 0 && admitted.test(visible.tool(place))) {
                worstFirst.add(place);
                if (worstFirst.size() > kept) {
                    worstFirst.poll();
                }
            }
        }
        return collapsed(worstFirst.stream().sorted(bestFirst).toList(), limit);
    }

    private List<RankedTool> collapsed(List<Integer> places, int limit) {
        Map<Integer, List<CatalogTool>> twins = new LinkedHashMap<>();
        Map<String, List<Integer>> byName = new HashMap<>();
        for (int place : places) {
            CatalogTool tool = visible.tool(place);
            List<Integer> sameName = byName.computeIfAbsent(NearCopy.plainName(tool), _ -> new ArrayList<>());
            Optional<Integer> first = sameName.stream()
                    .filter(other -> NearCopy.of(visible.tool(other), tool))
                    .findFirst();
            first.ifPresent(
                    other -> twins.getOrDefault(other, new ArrayList<>()).add(tool));
            if (first.isEmpty() && twins.size() < limit) {
                sameName.add(place);
                twins.put(place, new ArrayList<>());
            }
        }
        List<RankedTool> ranked = new ArrayList<>();
        twins.forEach((place, its) -> ranked.add(ranked(place, its)));
        return ranked;
    }

    private RankedTool ranked(int place, List<CatalogTool> twins) {
        Set<String> has = lexical.matched(place, intent.whole().keySet());
        return new RankedTool(
                visible.tool(place),
                total[place],
                has,
                lexical.coverage(has, intent.whole().keySet()),
                similarity(place),
                signals(place),
                experience(place),
                twins);
    }

    private Experience experience(int place) {
        return learned.map(its -> new Experience(
                        its.evidence(place),
                        its.experience(place),
                        its.company(place),
                        its.reasons(place, visible.tool(place).key())))
                .orElseGet(() -> Experience.none(total[place], LearnedSignals.PLAN));
    }

    private double similarity(int place) {
        double highest = -1;
        int document = visible.document(place);
        if (rows.has(document)) {
            for (int text : new int[] {0, bestClause[place]}) {
                List<CompactVector> vectors = intent.vectors().get(text);
                for (int model = 0; model < vectors.size(); model++) {
                    highest = Math.max(highest, similarity(model, document, vectors.get(model)));
                }
            }
        }
        return highest;
    }

    private float similarity(int model, int document, CompactVector vector) {
        return rows.of(model, document).map(vector::similarity).orElse(0f);
    }

    private List<Signal> signals(int place) {
        double scale = learned.map(LearnedSignals::textWeight).orElse(1.0) / (1 + weights.server());
        double words = 0;
        double[] dense = new double[rows.models().size()];
        for (int text : new int[] {0, bestClause[place]}) {
            double share = scale * (text == 0 && bestClause[place] == 0 ? 0.5 : share(text));
            words += share * wordShare(text, place) * lexicalSpread[text].part(lexical.of(text)[place]);
            for (int model = 0; model < denseSpread[text].length; model++) {
                if (hasVectors(place)) {
                    float similarity = similarity(
                            model,
                            visible.document(place),
                            intent.vectors().get(text).get(model));
                    dense[model] += share * modelShare(text) * denseSpread[text][model].part(similarity);
                }
            }
        }
        List<Signal> signals = new ArrayList<>();
        signals.add(new Signal("words", words));
        for (int model = 0; model < dense.length; model++) {
            signals.add(new Signal(rows.models().get(model), dense[model]));
        }
        signals.add(new Signal("server", scale * weights.server() * ofServer[place]));
        learned.ifPresent(its -> signals.addAll(its.contributions(place)));
        return signals;
    }

    private double share(int text) {
        return text == 0 ? 1 - weights.clause() : weights.clause();
    }

    /** Words and vectors of one text, fused; a tool whose vectors are not made yet is judged by its words. */
    private float[] score(int text, List<float[][]> similarities) {
        float[] words = lexical.of(text);
        lexicalSpread[text] = Spread.fromZero(words);
        int models = rows.models().isEmpty() ? 0 : intent.vectors().get(text).size();
        denseSpread[text] = new Spread[models];
        float[] fused = new float[words.length];
        for (int place = 0; place < fused.length; place++) {
            fused[place] = (float) (wordsOf(place, models) * lexicalSpread[text].part(words[place]));
        }
        for (int model = 0; model < models; model++) {
            float[] similarity = similarities.get(model)[text];
            Spread spread = Spread.of(known(similarity));
            denseSpread[text][model] = spread;
            double share = modelShare(text);
            for (int place = 0; place < fused.length; place++) {
                if (hasVectors(place)) {
                    fused[place] += (float) (share * spread.part(similarity[place]));
                }
            }
        }
        return fused;
    }

    private boolean hasVectors(int place) {
        return rows.has(visible.document(place));
    }

    private double wordShare(int text, int place) {
        return wordsOf(place, denseSpread[text].length);
    }

    private double wordsOf(int place, int models) {
        return models > 0 && hasVectors(place) ? weights.words() : 1;
    }

    private double modelShare(int text) {
        return (1 - weights.words()) / denseSpread[text].length;
    }

    /** By model and text; each tool's vector is fetched once, which is what costs. */
    private List<float[][]> similarities() {
        List<float[][]> all = new ArrayList<>();
        for (int model = 0; model < rows.models().size(); model++) {
            int number = model;
            CompactVector[] wanted = intent.vectors().stream()
                    .filter(vectors -> vectors.size() > number)
                    .map(vectors -> vectors.get(number))
                    .toArray(CompactVector[]::new);
            float[][] similarities = new float[wanted.length][visible.size()];
            for (int place = 0; place < visible.size(); place++) {
                rows.similarities(model, visible.document(place), wanted, similarities, place);
            }
            all.add(similarities);
        }
        return all;
    }

    private float[] known(float[] similarities) {
        float[] known = new float[similarities.length];
        int count = 0;
        for (int place = 0; place < known.length; place++) {
            if (hasVectors(place)) {
                known[count++] = similarities[place];
            }
        }
        return Arrays.copyOf(known, count);
    }

    /** For each place the best score of its server's tools, as a part of the best there is. */
    private float[] servers(float[] scores) {
        float[] highest = new float[searcher.serverCount()];
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        for (int place = 0; place < scores.length; place++) {
            int server = searcher.server(visible.document(place));
            highest[server] = Math.max(highest[server], scores[place]);
        }
        float[] ofServer = new float[scores.length];
        for (int place = 0; place < scores.length; place++) {
            ofServer[place] = highest[searcher.server(visible.document(place))];
        }
        // Not from the least: of two servers one would get all and the other nothing.
        Spread spread = Spread.fromZero(ofServer);
        for (int place = 0; place < scores.length; place++) {
            ofServer[place] = spread.part(ofServer[place]);
        }
        return ofServer;
    }
}
