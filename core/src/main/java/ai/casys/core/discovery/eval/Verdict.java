// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.plan.Edge;
import ai.casys.core.discovery.plan.PastChoice;
import ai.casys.core.discovery.plan.PlanTrial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what was found for an intent against its labels. */
final class Verdict {

    private static final int CLAIMS = 10;

    private Verdict() {}

    /** @param past what served like intents, for the plan */
    static Measurement.Asked of(
            LabelledIntent intent,
            List<FixedTools.Hit> hits,
            Map<ToolKey, String> ids,
            PlanTrial plans,
            List<PastChoice> past) {
        Map<String, Double> ranking = new LinkedHashMap<>();
        Map<String, String> parts = new HashMap<>();
        hits.forEach(hit -> {
            ranking.put(id(ids, hit), hit.confidence());
            parts.put(id(ids, hit), hit.part());
        });
        Set<String> right = intent.groups().stream().flatMap(List::stream).collect(Collectors.toSet());
        List<Measurement.Claim> claims = ranking.entrySet().stream()
                .limit(CLAIMS)
                .map(one -> new Measurement.Claim(one.getValue(), right.contains(one.getKey())))
                .toList();
        Set<Edge> labelled = edges(intent);
        return new Measurement.Asked(
                RankingScore.of(List.copyOf(ranking.keySet()), intent.groups()),
                claims,
                labelled.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(f1(plans.edges(intent.query(), intent.relevant()), labelled)),
                labelled.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(f1(
                                plans.edges(intent.query(), plans.chosen(intent.query(), ranking, parts, past)),
                                labelled)));
    }

    /** The labelled order; a tool is not before itself. */
    static Set<Edge> edges(LabelledIntent intent) {
        Set<Edge> edges = new HashSet<>();
        intent.edges().stream()
                .filter(edge -> !edge.before().equals(edge.after()))
                .forEach(edge -> edges.add(new Edge(edge.before(), edge.after())));
        return edges;
    }

    private static double f1(Set<Edge> said, Set<Edge> labelled) {
        long right = said.stream().filter(labelled::contains).count();
        return 2.0 * right / (said.size() + labelled.size());
    }

    private static String id(Map<ToolKey, String> ids, FixedTools.Hit hit) {
        return Objects.requireNonNull(ids.get(hit.tool().key()), "a tool that was not given");
    }
}
