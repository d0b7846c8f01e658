// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.LearnedSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One search: how well tools fit the text of an intent, what was learned ({@link LearnedSignals}), and the best tools by
 * both with what their scores are made of. On one thread.
 */
final class IntentRanking {

    private final ToolSearcher searcher;
    private final TextRanking text;
    private final Visible visible;
    private float[] total;
    private Optional<LearnedSignals> learned = Optional.empty();

    IntentRanking(ToolSearcher searcher, TextRanking text) {
        this.searcher = searcher;
        this.text = text;
        visible = text.visible();
        total = text.scores();
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
                text.intent().texts().getFirst(),
                text.intent().wholeVectors(),
                tool -> {
                    int document = searcher.document(tool);
                    return document < 0 ? -1 : visible.place(document);
                },
                place -> visible.tool(place).key(),
                used,
                text.scores());
        total = signals.scores();
        learned = Optional.of(signals);
    }

    /** How many visible tools have at least one word of the intent. */
    int matching() {
        return text.matching();
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
        Set<String> parts = new HashSet<>();
        for (int rank = 0; rank < ranked.size(); rank++) {
            double next = rank + 1 < ranked.size() ? ranked.get(rank + 1).score() : 0;
            judged.add(ranked.get(rank)
                    .judged(Confidence.facts(
                            ranked.get(rank),
                            rank,
                            ranked.getFirst().score(),
                            next,
                            parts.add(ranked.get(rank).part()))));
        }
        return judged;
    }

    private RankedTool ranked(int place, List<CatalogTool> twins) {
        return new RankedTool(
                visible.tool(place),
                total[place],
                text.matched(place),
                text.coverage(place),
                text.similarity(place),
                signals(place),
                text.part(place),
                text.step(place),
                experience(place),
                0,
                List.of(),
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

    private List<Signal> signals(int place) {
        List<Signal> signals = new ArrayList<>(
                text.signals(place, learned.map(LearnedSignals::textWeight).orElse(1.0)));
        learned.ifPresent(its -> signals.addAll(its.contributions(place)));
        return signals;
    }
}
