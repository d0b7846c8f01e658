// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How well the order of tools is found when the tools are given: F1 of the edges, mean over queries, cross-validated.
 * Queries that mean the same (same main tool) are never in two folds.
 */
public final class EdgeQuality {

    private static final int FOLDS = 5;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private record Row(String group, ObservedRun run) {}

    private EdgeQuality() {}

    /**
     * Measures one data set.
     *
     * @param folder holds {@code tools.jsonl} and {@code queries.jsonl}
     * @param runs runs at most that are learned from in each fold
     * @param threshold edges at least this likely are said
     */
    public static double measure(Path folder, int runs, double threshold) throws IOException {
        Map<String, CatalogTool> tools = tools(folder.resolve("tools.jsonl"));
        List<Row> rows = rows(folder.resolve("queries.jsonl"));
        ToolWords words = new ToolWords(tools);
        PairFacts.Source facts = (intent, used) -> Planner.facts(intent, used, tools, words);
        double sum = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            List<ObservedRun> seen = rows.stream()
                    .filter(row -> Math.floorMod(row.group().hashCode(), FOLDS) != held)
                    .map(Row::run)
                    .limit(runs)
                    .toList();
            EdgeModel model = seen.isEmpty() ? EdgeModel.untaught() : EdgeModel.learnt(seen, words, facts);
            for (Row row : rows) {
                if (Math.floorMod(row.group().hashCode(), FOLDS) == held) {
                    sum += f1(
                            row.run(),
                            model,
                            facts.of(row.run().intent(), row.run().tools()),
                            threshold);
                }
            }
        }
        return sum / rows.size();
    }

    private static double f1(ObservedRun run, EdgeModel model, PairFacts facts, double threshold) {
        Set<Edge> said = new LinkedHashSet<>();
        for (String from : run.tools()) {
            for (String to : run.tools()) {
                if (!from.equals(to) && model.probability(new Edge(from, to), facts) >= threshold) {
                    said.add(new Edge(from, to));
                }
            }
        }
        if (said.isEmpty() && run.edges().isEmpty()) {
            return 1;
        }
        long right = said.stream().filter(run.edges()::contains).count();
        return 2.0 * right / (said.size() + run.edges().size());
    }

    private static Map<String, CatalogTool> tools(Path file) throws IOException {
        Map<String, CatalogTool> tools = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = MAPPER.readTree(line);
            ObjectNode definition = JsonNodeFactory.instance.objectNode();
            definition.put("name", row.path("id").asString());
            definition.put("description", row.path("description").asString(""));
            JsonNode schema = row.path("input_schema");
            definition.set("inputSchema", schema.isObject() ? schema : JsonNodeFactory.instance.objectNode());
            if (row.path("output_schema").isObject()) {
                definition.set("outputSchema", row.path("output_schema"));
            }
            tools.put(
                    row.path("id").asString(),
                    CatalogTool.of(row.path("server").asString("s"), Tool.parse(RawJson.of(definition))));
        }
        return tools;
    }

    private static List<Row> rows(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = MAPPER.readTree(line);
            JsonNode dag = row.path("dag");
            if (dag.isObject()) {
                List<String> nodes = new ArrayList<>();
                dag.path("nodes").forEach(node -> nodes.add(node.asString()));
                Set<Edge> edges = new LinkedHashSet<>();
                dag.path("edges").forEach(edge -> {
                    if (!edge.get(0).equals(edge.get(1))) {
                        edges.add(new Edge(edge.get(0).asString(), edge.get(1).asString()));
                    }
                });
                rows.add(new Row(
                        row.path("main").asString(row.path("id").asString()),
                        new ObservedRun(row.path("query").asString(), nodes, edges, 1)));
            }
        }
        return rows;
    }
}
