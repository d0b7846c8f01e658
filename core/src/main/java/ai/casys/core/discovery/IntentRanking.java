// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
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
import java.util.stream.IntStream;

/**
 * One search: scores of all visible tools for the whole intent and for each of its clauses, fused, and the best of them
 * with what their scores are made of. On one thread.
 *
 * <p>Score of a text: {@link FusedTexts}. Score of a tool = whole text and best clause, plus {@link ServerEvidence},
 * brought back to 0..1; what serves an {@link ImpliedSteps implied step} is raised; then {@link LearnedSignals}.
 */
final class IntentRanking {

    // Tools that do what a step says are this similar to it or more in most collections, others hardly ever.
    private static final double SERVES_BY_MEANING = 0.6;
    private static final double SERVES_BY_WORDS = 0.7;

    private final ToolSearcher searcher;
    private final Visible visible;
    private final IntentTexts intent;
    private final RankingWeights weights;
    private final FusedTexts texts;
    private final int[] bestClause;
    private final float[] ofServer;
    private final float[] total;
    private final double clauseShare;
    private final double serverShare;
    private final Map<Integer, Raised> raised = new HashMap<>();
    private Optional<LearnedSignals> learned = Optional.empty();

    /** By what a tool's score was raised for an implied step. */
    private record Raised(int text, float by) {}

    IntentRanking(ToolSearcher searcher, Visible visible, IntentTexts intent, RankingWeights weights)
            throws IOException {
        this.searcher = searcher;
        this.visible = visible;
        this.intent = intent;
        this.weights = weights;
        texts = new FusedTexts(searcher, visible, intent, weights.words());
        clauseShare = weights.clauseOf(intent.clauses());
        ServerEvidence servers = new ServerEvidence(searcher, visible);
        float[] whole = texts.of(0);
        float[] best = whole.clone();
        bestClause = new int[visible.size()];
        if (intent.clauses() > 0) {
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
        }
        for (int text = 1; intent.isClause(text); text++) {
            float[] scores = texts.of(text);
            servers.clause(scores);
            for (int place = 0; place < scores.length; place++) {
                if (scores[place] > best[place]) {
                    best[place] = scores[place];
                    bestClause[place] = text;
                }
            }
        }
        total = new float[visible.size()];
        for (int place = 0; place < total.length; place++) {
            total[place] = (float) ((1 - clauseShare) * whole[place] + clauseShare * best[place]);
        }
        serverShare = weights.server() * servers.weight();
        ofServer = servers.of(total, whole);
        for (int place = 0; place < total.length; place++) {
            total[place] = (float) ((total[place] + serverShare * ofServer[place]) / (1 + serverShare));
        }
        raise();
    }

    /** Puts the best tool of each implied step among the first ones, if it serves the step without doubt. */
    private void raise() {
        int rank = weights.impliedAt() - 1;
        for (int text = 1 + intent.clauses(); rank >= 0 && text < intent.texts().size(); text++) {
            int found = first(texts.of(text));
            if (found < 0 || !serves(found, text)) {
                continue;
            }
            float bar = ranked(rank);
            if (total[found] <= bar && !raised.containsKey(found)) {
                float to = Math.nextUp(bar);
                raised.put(found, new Raised(text, to - total[found]));
                total[found] = to;
            }
            rank += 2;
        }
    }

    /** The best place; ties by key. */
    private int first(float[] scores) {
        int first = -1;
        for (int place = 0; place < scores.length; place++) {
            boolean before = first < 0
                    || scores[place] > scores[first]
                    || (scores[place] == scores[first]
                            && visible.tool(place)
                                            .key()
                                            .compareTo(visible.tool(first).key())
                                    < 0);
            first = before ? place : first;
        }
        return first;
    }

    private boolean serves(int place, int text) {
        return texts.knows(text, place)
                ? texts.similarity(text, 0, place) >= SERVES_BY_MEANING
                : texts.coverage(text, place) >= SERVES_BY_WORDS;
    }

    /** The score of the tool at a rank, from 0; 0 if there are fewer. */
    private float ranked(int rank) {
        float[] highest = new float[rank + 1];
        for (float score : total) {
            int at = rank;
            if (score <= highest[at]) {
                continue;
            }
            for (; at > 0 && highest[at - 1] < score; at--) {
                highest[at] = highest[at - 1];
            }
            highest[at] = score;
        }
        return highest[rank];
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
        return texts.matching();
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
        // One more than wanted: how far the last one is ahead of it belongs to the last one's confidence.
        List<RankedTool> ranked =
                judged(collapsed(worstFirst.stream().sorted(bestFirst).toList(), limit + 1));
        return ranked.subList(0, Math.min(limit, ranked.size()));
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

    private List<RankedTool> judged(List<RankedTool> ranked) {
        List<RankedTool> judged = new ArrayList<>();
        for (int rank = 0; rank < ranked.size(); rank++) {
            double next = rank + 1 < ranked.size() ? ranked.get(rank + 1).score() : 0;
            judged.add(ranked.get(rank)
                    .judged(Confidence.facts(
                            ranked.get(rank), rank, ranked.getFirst().score(), next)));
        }
        return judged;
    }

    private RankedTool ranked(int place, List<CatalogTool> twins) {
        Optional<Raised> step = Optional.ofNullable(raised.get(place));
        return new RankedTool(
                visible.tool(place),
                total[place],
                texts.matched(0, place),
                readings(place)
                        .mapToDouble(text -> texts.coverage(text, place))
                        .max()
                        .orElse(0),
                Math.max(
                        texts.similarity(bestClause[place], place),
                        readings(place)
                                .mapToDouble(text -> texts.similarity(text, place))
                                .max()
                                .orElse(-1)),
                signals(place),
                step.map(its -> intent.texts().get(its.text())),
                experience(place),
                0,
                List.of(),
                twins);
    }

    /** The whole, and the implied step that the tool is found for. */
    private IntStream readings(int place) {
        Raised step = raised.get(place);
        return step == null ? IntStream.of(0) : IntStream.of(0, step.text());
    }

    private Experience experience(int place) {
        return learned.map(its -> new Experience(
                        its.evidence(place),
                        its.experience(place),
                        its.company(place),
                        its.reasons(place, visible.tool(place).key())))
                .orElseGet(() -> Experience.none(total[place], LearnedSignals.PLAN));
    }

    private List<Signal> signals(int place) {
        double learnedScale = learned.map(LearnedSignals::textWeight).orElse(1.0);
        double scale = learnedScale / (1 + serverShare);
        double words = 0;
        double[] dense = new double[texts.models().size()];
        for (int text : new int[] {0, bestClause[place]}) {
            double share = scale * (bestClause[place] == 0 ? 0.5 : share(text));
            words += share * texts.words(text, place);
            for (int model = 0; model < dense.length; model++) {
                dense[model] += share * texts.dense(text, model, place);
            }
        }
        List<Signal> signals = new ArrayList<>();
        signals.add(new Signal("words", words));
        for (int model = 0; model < dense.length; model++) {
            signals.add(new Signal(texts.models().get(model), dense[model]));
        }
        signals.add(new Signal("server", scale * serverShare * ofServer[place]));
        Raised step = raised.get(place);
        if (step != null) {
            signals.add(new Signal("implied step", learnedScale * step.by()));
        }
        learned.ifPresent(its -> signals.addAll(its.contributions(place)));
        return signals;
    }

    private double share(int text) {
        return text == 0 ? 1 - clauseShare : clauseShare;
    }
}
