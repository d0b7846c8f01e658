// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.api.Caller;
import ai.casys.core.api.workflow.Step;
import ai.casys.core.api.workflow.Workflow;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.SearchHit;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.discovery.SearchResult;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.ToolSearch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes a workflow of an intent: finds tools, chooses among them, puts them in order, and fills in the arguments that
 * leave no doubt. Runs nothing. Safe for any number of threads.
 */
public final class Planner {

    static final int CANDIDATES = 30;

    // Of edges at least this likely the expected F1 is greatest; see docs/benchmarks.md.
    private static final double LIKELY = 0.35;

    static final int RUNS = 1_000;

    private final ToolSearch search;
    private final RunHistory history;

    /** @param history what earlier runs taught */
    public Planner(ToolSearch search, RunHistory history) {
        this.search = search;
        this.history = history;
    }

    /**
     * The plan for an intent; without steps if no tool serves it.
     *
     * @param visible what the caller may see; nothing else enters the plan or what it is made of
     * @throws ai.casys.core.api.CasysException {@code INVALID_INPUT} if the intent is empty or too long
     */
    public Plan plan(String intent, Caller caller, Predicate<CatalogTool> visible) {
        SearchQuery query =
                SearchQuery.intent(intent).withLimit(CANDIDATES).withInclude(EnumSet.noneOf(SearchQuery.Include.class));
        Map<String, CatalogTool> tools = new LinkedHashMap<>();
        Map<String, Double> found = new LinkedHashMap<>();
        Map<String, String> parts = new HashMap<>();
        SearchResult result = search.search(query, SearchScope.of(caller.tenant(), visible));
        for (SearchHit hit : result.hits()) {
            tools.put(hit.name(), hit.tool());
            found.put(hit.name(), hit.confidence());
            parts.put(hit.name(), hit.part());
        }
        List<ObservedRun> runs =
                history.lessons(caller).runs().stream().limit(RUNS).toList();
        List<PastChoice> past = history.alike(caller, intent, result.vectors(), visible);
        search.visible(names(runs, past), visible).forEach(tools::putIfAbsent);
        ToolWords words = new ToolWords(tools);
        EdgeModel model = model(runs, tools, words);
        List<String> chosen = chosen(intent, found, parts, past, tools, words, model);
        return arranged(intent, chosen, tools, words, model);
    }

    /**
     * @param found by name, best first
     * @param parts what of the intent each was found for
     */
    static List<String> chosen(
            String intent,
            Map<String, Double> found,
            Map<String, String> parts,
            List<PastChoice> past,
            Map<String, CatalogTool> tools,
            ToolWords words,
            EdgeModel model) {
        return ToolChoice.of(
                ToolOdds.of(found, past, model, tools.keySet()),
                parts,
                found.keySet().stream().limit(1).toList(),
                model,
                words,
                used -> facts(intent, used, tools, words));
    }

    private static Set<String> names(List<ObservedRun> runs, List<PastChoice> past) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.tools()));
        past.forEach(choice -> names.addAll(choice.tools()));
        return names;
    }

    static EdgeModel model(List<ObservedRun> runs, Map<String, CatalogTool> tools, ToolWords words) {
        List<ObservedRun> known = runs.stream()
                .map(run -> new ObservedRun(
                        run.intent(),
                        run.tools().stream().filter(tools::containsKey).toList(),
                        run.edges(),
                        run.weight()))
                .filter(run -> run.tools().size() > 1)
                .toList();
        return known.isEmpty()
                ? EdgeModel.untaught()
                : EdgeModel.learnt(known, words, (intent, used) -> facts(intent, used, tools, words));
    }

    static PairFacts facts(String intent, List<String> used, Map<String, CatalogTool> tools, ToolWords words) {
        Map<String, Set<String>> own = new LinkedHashMap<>();
        // By name, as the order given may be the one that is to be found.
        used.stream().sorted().forEach(name -> own.put(name, words.of(name)));
        Map<Edge, Double> fits = new HashMap<>();
        for (Edge edge : pairs(used)) {
            fits.put(edge, best(SchemaFit.of(tool(tools, edge.from()), tool(tools, edge.to()))));
        }
        return new PairFacts(used.size(), new Mentions(intent, own, words.rarity()), fits);
    }

    private static Plan arranged(
            String intent, List<String> chosen, Map<String, CatalogTool> tools, ToolWords words, EdgeModel model) {
        PairFacts facts = facts(intent, chosen, tools, words);
        AcyclicSelection selection = order(chosen, model, facts);
        Map<String, List<String>> before = new LinkedHashMap<>();
        chosen.forEach(name -> before.put(name, new ArrayList<>()));
        selection
                .kept()
                .forEach(edge -> before.computeIfAbsent(edge.edge().to(), any -> new ArrayList<>())
                        .add(edge.edge().from()));
        List<String> order = order(before);
        ArgumentFilling filling = new ArgumentFilling(intent);
        List<Step> steps = new ArrayList<>();
        List<Need> needs = new ArrayList<>();
        for (String name : order) {
            String id = id(order, name);
            Map<String, List<SchemaFit.Match>> earlier = new LinkedHashMap<>();
            for (String first : before.getOrDefault(name, List.of())) {
                earlier.put(id(order, first), SchemaFit.of(tool(tools, first), tool(tools, name)));
            }
            ArgumentFilling.Filled filled = filling.fill(id, tool(tools, name), earlier);
            steps.add(new Step(id, name, filled.arguments(), new LinkedHashSet<>(earlier.keySet())));
            needs.addAll(filled.needs());
        }
        return new Plan(new Workflow(steps), selection.kept(), selection.dropped(), needs);
    }

    /** The likely edges between chosen tools, without a cycle. */
    static AcyclicSelection order(List<String> chosen, EdgeModel model, PairFacts facts) {
        return AcyclicSelection.of(likely(chosen, model, facts));
    }

    /** The likely edges, in cycles too. */
    static List<PlannedEdge> likely(List<String> chosen, EdgeModel model, PairFacts facts) {
        List<PlannedEdge> likely = new ArrayList<>();
        for (Edge edge : pairs(chosen)) {
            double probability = model.probability(edge, facts);
            if (probability >= LIKELY) {
                likely.add(new PlannedEdge(edge, probability, evidence(edge, model, facts)));
            }
        }
        return likely;
    }

    private static Set<PlannedEdge.Evidence> evidence(Edge edge, EdgeModel model, PairFacts facts) {
        Set<PlannedEdge.Evidence> evidence = EnumSet.noneOf(PlannedEdge.Evidence.class);
        if (model.seen(edge).flowed() > 0) {
            evidence.add(PlannedEdge.Evidence.SEEN);
        }
        if (facts.fit(edge) > 0) {
            evidence.add(PlannedEdge.Evidence.SCHEMA);
        }
        if (facts.clearlyBefore(edge)) {
            evidence.add(PlannedEdge.Evidence.MENTION);
        }
        return evidence;
    }

    /** Each name after all that come before it, as far as possible in the given order. */
    private static List<String> order(Map<String, List<String>> before) {
        Set<String> done = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(before.keySet());
        while (!open.isEmpty()) {
            String name = open.remove();
            if (done.containsAll(before.getOrDefault(name, List.of()))) {
                done.add(name);
            } else {
                open.add(name);
            }
        }
        return List.copyOf(done);
    }

    private static CatalogTool tool(Map<String, CatalogTool> tools, String name) {
        return Objects.requireNonNull(tools.get(name), name);
    }

    private static String id(List<String> order, String name) {
        return "s" + (order.indexOf(name) + 1);
    }

    /** Each tool before each other. */
    static List<Edge> pairs(List<String> names) {
        List<Edge> pairs = new ArrayList<>();
        for (String from : names) {
            for (String to : names) {
                if (!from.equals(to)) {
                    pairs.add(new Edge(from, to));
                }
            }
        }
        return pairs;
    }

    private static double best(List<SchemaFit.Match> matches) {
        return matches.stream().mapToDouble(SchemaFit.Match::score).max().orElse(0);
    }
}
