// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.catalog.CatalogTool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@link Planner} would choose and how it would order it, for measurements: the tools are fixed and the runs given.
 * Immutable; safe for any number of threads.
 */
public final class PlanTrial {

    private final Map<String, CatalogTool> tools;
    private final ToolWords words;
    private final EdgeModel model;

    /**
     * Learns from runs.
     *
     * @param tools by the names that runs and rankings use
     * @param runs newest first; as many count as in a plan
     */
    public PlanTrial(Map<String, CatalogTool> tools, List<ObservedRun> runs) {
        this.tools = Map.copyOf(tools);
        words = new ToolWords(this.tools);
        model = Planner.model(runs.stream().limit(Planner.RUNS).toList(), this.tools, words);
    }

    /**
     * The tools that a plan would take.
     *
     * @param found how probable each is by the search, best first; as many count as in a plan
     * @param parts what of the intent each was found for
     * @param past what served like intents
     */
    public List<String> chosen(
            String intent, Map<String, Double> found, Map<String, String> parts, List<PastChoice> past) {
        Map<String, Double> first = new LinkedHashMap<>();
        found.entrySet().stream().limit(Planner.CANDIDATES).forEach(tool -> first.put(tool.getKey(), tool.getValue()));
        return Planner.chosen(intent, first, parts, past, tools, words, model);
    }

    /** The edges that a plan of these tools would have. */
    public Set<Edge> edges(String intent, List<String> chosen) {
        List<String> known = new ArrayList<>(new LinkedHashSet<>(chosen));
        Set<Edge> edges = new LinkedHashSet<>();
        Planner.order(known, model, Planner.facts(intent, known, tools, words))
                .kept()
                .forEach(edge -> edges.add(edge.edge()));
        return edges;
    }
}
