// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.Caller;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.discovery.plan.Edge;
import ai.casys.core.discovery.plan.ObservedRun;
import ai.casys.core.discovery.plan.PastChoice;
import ai.casys.core.discovery.plan.RunHistory;
import ai.casys.core.learning.LearnedSource;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.runs.StepFlow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a tenant's runs teach the planner: its tools by the names that are listed now. Safe for any number of threads. */
final class LearnedRuns implements RunHistory {

    private final LearnedSource learned;
    private final Supplier<CatalogSnapshot> catalog;

    LearnedRuns(LearnedSource learned, Supplier<CatalogSnapshot> catalog) {
        this.learned = learned;
        this.catalog = catalog;
    }

    @Override
    public Lessons lessons(Caller caller) {
        PastRuns past = learned.snapshot(caller.tenant()).runs();
        CatalogSnapshot tools = catalog.get();
        return new Lessons(
                past.revision(),
                past.newestFirst().stream()
                        .map(run -> observed(run.run(), run.weight(), tools))
                        .toList());
    }

    @Override
    public List<PastChoice> alike(
            Caller caller, String intent, Map<String, float[]> vectors, Predicate<CatalogTool> visible) {
        CatalogSnapshot tools = catalog.get();
        return learned
                .snapshot(caller.tenant())
                .alike(intent, vectors, key -> tools.tool(key).filter(visible).isPresent(), ALIKE)
                .stream()
                .map(past -> new PastChoice(
                        past.similarity(),
                        past.recurrence(),
                        past.tools().stream().map(tools::listedName).collect(Collectors.toSet())))
                .toList();
    }

    private static ObservedRun observed(PastRun run, double weight, CatalogSnapshot tools) {
        List<String> names =
                run.steps().stream().map(step -> name(step.tool(), tools)).toList();
        Set<Edge> edges = new LinkedHashSet<>();
        for (int place = 0; place < names.size(); place++) {
            for (StepFlow flow : run.steps().get(place).flows()) {
                if (!names.get(flow.from()).equals(names.get(place))) {
                    edges.add(new Edge(names.get(flow.from()), names.get(place)));
                }
            }
        }
        return new ObservedRun(run.intent(), names, edges, weight);
    }

    private static String name(ToolKey tool, CatalogSnapshot tools) {
        return tools.tool(tool).isPresent() ? tools.listedName(tool) : ToolNames.listed(tool);
    }
}
