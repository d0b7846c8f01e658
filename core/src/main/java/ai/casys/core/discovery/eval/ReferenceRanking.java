// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.Embeddings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The simple pipelines that a search has to be better than, on the same intents and folds: a plain hybrid, and on top of
 * it the vote of the ten nearest past intents and P(tool | the three best so far). Counts nothing but labels. For one
 * thread.
 */
final class ReferenceRanking {

    private static final int DEPTH = 50;
    private static final int NEIGHBOURS = 10;
    private static final int SEEDS = 3;
    private static final double ALIKE = 0.3;
    private static final double DOUBT = 0.5;
    private static final double SHARE_OF_PAST = 1;
    private static final double SHARE_OF_COMPANY = 0.6;

    private final Map<ToolKey, String> ids;
    private final FixedTools plain;
    private final Embeddings embeddings;

    /** @param embeddings whose first model says what is near; without one nothing past is */
    ReferenceRanking(Map<ToolKey, String> ids, FixedTools plain, Embeddings embeddings) {
        this.ids = ids;
        this.plain = plain;
        this.embeddings = embeddings;
    }

    private record Near(LabelledIntent intent, double similarity) {}

    Measurement text(List<LabelledIntent> intents) {
        return new Measurement(intents.stream()
                .map(intent -> asked(intent, best(hybrid(intent))))
                .toList());
    }

    Measurement learned(List<LabelledIntent> intents) {
        Map<String, CompactVector> vectors = new HashMap<>();
        if (embeddings.isReady()) {
            intents.forEach(intent -> vectors.computeIfAbsent(
                    intent.query(),
                    text -> embeddings
                            .vectors(Optional.empty(), text, 1)
                            .getFirst()
                            .own()));
        }
        List<Measurement.Asked> all = new ArrayList<>();
        for (int fold = 0; fold < Evaluation.FOLDS; fold++) {
            List<LabelledIntent> past = Evaluation.fold(intents, fold, false);
            Map<String, Map<String, Double>> company = company(past);
            for (LabelledIntent intent : Evaluation.fold(intents, fold, true)) {
                Map<String, Double> scores = hybrid(intent);
                vote(intent, past, vectors).forEach((id, vote) -> scores.merge(id, SHARE_OF_PAST * vote, Double::sum));
                Map<String, Double> added = new HashMap<>();
                List<String> seeds = best(scores).stream().limit(SEEDS).toList();
                double whole =
                        seeds.stream().mapToDouble(id -> square(scores, id)).sum();
                for (String seed : seeds) {
                    company.getOrDefault(seed, Map.of())
                            .forEach((id, probability) ->
                                    added.merge(id, probability * square(scores, seed) / whole, Double::sum));
                }
                added.forEach((id, value) -> scores.merge(id, SHARE_OF_COMPANY * value, Double::sum));
                all.add(asked(intent, best(scores)));
            }
        }
        return new Measurement(all);
    }

    private static double square(Map<String, Double> scores, String id) {
        double score = scores.getOrDefault(id, 0.0);
        return score * score + 1e-9;
    }

    private static Measurement.Asked asked(LabelledIntent intent, List<String> ranking) {
        return new Measurement.Asked(
                RankingScore.of(ranking, intent.groups()), List.of(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private Map<String, Double> hybrid(LabelledIntent intent) {
        List<FixedTools.Hit> hits = plain.search(intent.query(), SearchScope.untaught(_ -> true), DEPTH)
                .hits();
        Map<String, Double> scores = new LinkedHashMap<>();
        hits.forEach(hit -> scores.put(
                Objects.requireNonNull(ids.get(hit.tool().key()), "a tool that was not given"), hit.score()));
        return scores;
    }

    private static List<String> best(Map<String, Double> scores) {
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(DEPTH)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Double> vote(
            LabelledIntent intent, List<LabelledIntent> past, Map<String, CompactVector> vectors) {
        CompactVector own = vectors.get(intent.query());
        if (own == null) {
            return Map.of();
        }
        List<Near> nearest = new ArrayList<>();
        for (LabelledIntent other : past) {
            double similarity = own.similarity(Objects.requireNonNull(vectors.get(other.query()), "no vector"));
            if (similarity > ALIKE) {
                nearest.add(new Near(other, similarity));
            }
        }
        nearest.sort(Collections.reverseOrder(Comparator.comparingDouble(Near::similarity)));
        double whole = DOUBT;
        Map<String, Double> votes = new HashMap<>();
        for (Near near : nearest.subList(0, Math.min(NEIGHBOURS, nearest.size()))) {
            double square = near.similarity() * near.similarity();
            whole += square;
            new HashSet<>(near.intent().relevant()).forEach(id -> votes.merge(id, square, Double::sum));
        }
        double sum = whole;
        votes.replaceAll((_, vote) -> vote / sum);
        return votes;
    }

    /** By tool the other tools of its intents, with the part of its intents that they served too. */
    private static Map<String, Map<String, Double>> company(List<LabelledIntent> past) {
        Map<String, Map<String, Double>> together = new HashMap<>();
        Map<String, Double> uses = new HashMap<>();
        for (LabelledIntent intent : past) {
            List<String> tools = intent.relevant().stream().distinct().toList();
            for (String tool : tools) {
                uses.merge(tool, 1.0, Double::sum);
                Map<String, Double> others = together.computeIfAbsent(tool, _ -> new HashMap<>());
                tools.stream()
                        .filter(other -> !other.equals(tool))
                        .forEach(other -> others.merge(other, 1.0, Double::sum));
            }
        }
        together.forEach((tool, others) -> {
            double all = uses.getOrDefault(tool, 1.0) + 1;
            others.replaceAll((_, count) -> count / all);
        });
        return together;
    }
}
