// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.KnownFlow;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.SearchHit;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.SignalScores;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What learning adds to the text, measured by replaying labelled intents as calls, five-fold: four parts are history, the
 * fifth is asked. A program, not a test: its arguments are folders with {@code tools.jsonl} and {@code queries.jsonl}.
 * Text is the word index alone, and intents are compared by the words in them, so that nothing but this code is needed.
 */
public final class LearningReplay {

    private static final int FOLDS = 5;
    private static final int DIMENSIONS = 2048;
    private static final String MODEL = "words";

    private final PrintStream out;

    private LearningReplay(PrintStream out) {
        this.out = out;
    }

    /** Measures each folder in turn. */
    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            new LearningReplay(System.out).measure(Path.of(folder));
        }
    }

    private record Intent(String text, List<ToolKey> relevant, List<List<ToolKey>> edges) {}

    /** @param related share of P(tool | seeds), and so on for the other signals */
    private record Mix(String name, double intents, double related, double rank, int seeds) {}

    private static final List<Mix> MIXES = List.of(
            new Mix("text", 0, 0, 0, 5),
            new Mix("+ rank", 0, 0, 0.6, 5),
            new Mix("+ related", 0, 0.6, 0, 5),
            new Mix("+ intents .4", 0.4, 0, 0, 5),
            new Mix("+ intents 1", 1, 0, 0, 5),
            new Mix("+ intents 1.5", 1.5, 0, 0, 5),
            new Mix("+ intents 1, related .3", 1, 0.3, 0, 5),
            new Mix("+ intents 1, related .6", 1, 0.6, 0, 5),
            new Mix("+ intents 1, related .6, 3 seeds", 1, 0.6, 0, 3),
            new Mix("+ intents 1, related 1, 3 seeds", 1, 1, 0, 3),
            new Mix("+ intents 1.5, related .6, 3 seeds", 1.5, 0.6, 0, 3),
            new Mix("+ intents 1, rank .3", 1, 0, 0.3, 5),
            new Mix("+ intents 1, related .6, rank .3", 1, 0.6, 0.3, 3));

    private void measure(Path folder) throws IOException {
        Map<String, ToolKey> keys = new HashMap<>();
        Catalog catalog = new Catalog();
        fill(catalog, folder, keys);
        List<Intent> intents = intents(folder, keys);
        Map<String, Double> rarity = rarity(intents);
        Map<String, double[]> sums = new LinkedHashMap<>();
        double[] edges = new double[3];
        try (ToolSearch search = ToolSearch.over(catalog)) {
            for (int fold = 0; fold < FOLDS; fold++) {
                LearnedSnapshot learned = learn(intents, fold, rarity);
                for (int number = fold; number < intents.size(); number += FOLDS) {
                    Intent intent = intents.get(number);
                    Map<ToolKey, Double> text = text(search, intent.text());
                    SignalScores past =
                            learned.pastIntents(intent.text(), Map.of(MODEL, vector(intent.text(), rarity)), _ -> true);
                    for (Mix mix : MIXES) {
                        double[] sum = sums.computeIfAbsent(mix.name(), _ -> new double[4]);
                        add(sum, rank(mix, text, past, learned), new HashSet<>(intent.relevant()));
                    }
                    countEdges(edges, intent, learned);
                }
            }
        }
        out.printf("%s, %d intents: NDCG@10 / COMP@10 / R@5%n", folder.getFileName(), intents.size());
        sums.forEach((name, sum) ->
                out.printf("  %-40s %.3f / %.3f / %.3f%n", name, sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]));
        out.printf("  edge F1, given nodes: %.3f%n", 2 * edges[0] / Math.max(1, edges[1] + edges[2]));
    }

    private static LearnedSnapshot learn(List<Intent> intents, int fold, Map<String, Double> rarity) {
        TenantMemory memory = new TenantMemory(
                LearnedState.EMPTY,
                new Decay(Duration.ofDays(30)),
                LearningLimits.DEFAULTS,
                text -> Map.of(MODEL, vector(text, rarity)),
                new Fingerprints());
        for (int number = 0; number < intents.size(); number++) {
            if (number % FOLDS == fold) {
                continue;
            }
            Intent intent = intents.get(number);
            for (ToolKey tool : intent.relevant()) {
                List<KnownFlow> flows = intent.edges().stream()
                        .filter(edge -> edge.get(1).equals(tool))
                        .map(edge -> new KnownFlow(address(edge.get(0)), "", ""))
                        .toList();
                FinishedCall call = new FinishedCall(
                        Reports.caller(ai.casys.shared.identity.TenantId.LOCAL),
                        "run" + number,
                        Optional.of(intent.text()),
                        address(tool),
                        CallOutcome.SUCCEEDED,
                        Duration.ofMillis(10),
                        Reports.NOON,
                        Optional.empty(),
                        flows,
                        Optional.empty(),
                        Optional.empty());
                memory.finished(call, CallOutcome.SUCCEEDED);
            }
        }
        return memory.snapshot(Reports.NOON, Map.of(), SignalPlan.NONE);
    }

    private static List<ToolKey> rank(Mix mix, Map<ToolKey, Double> text, SignalScores past, LearnedSnapshot learned) {
        Map<ToolKey, Double> scores = new HashMap<>(text);
        past.values().forEach((tool, score) -> scores.merge(tool, mix.intents() * score, Double::sum));
        if (mix.related() > 0 || mix.rank() > 0) {
            Map<ToolKey, Double> seeds = new LinkedHashMap<>();
            best(scores, mix.seeds()).forEach(tool -> {
                double score = scores.getOrDefault(tool, 0.0);
                seeds.put(tool, score * score + 1e-9);
            });
            learned.related(seeds)
                    .values()
                    .forEach((tool, score) -> scores.merge(tool, mix.related() * score, Double::sum));
            learned.rank(seeds, _ -> true)
                    .values()
                    .forEach((tool, score) -> scores.merge(tool, mix.rank() * score, Double::sum));
        }
        return best(scores, 10);
    }

    private static List<ToolKey> best(Map<ToolKey, Double> scores, int count) {
        return scores.entrySet().stream()
                .sorted(Map.Entry.<ToolKey, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void add(double[] sum, List<ToolKey> ranked, Set<ToolKey> relevant) {
        double gain = 0;
        double best = 0;
        int found = 0;
        int early = 0;
        for (int rank = 0; rank < 10; rank++) {
            double discount = Math.log(2) / Math.log(rank + 2.0);
            best += rank < relevant.size() ? discount : 0;
            if (rank < ranked.size() && relevant.contains(ranked.get(rank))) {
                gain += discount;
                found++;
                early += rank < 5 ? 1 : 0;
            }
        }
        sum[0] += gain / best;
        sum[1] += found == relevant.size() ? 1 : 0;
        sum[2] += (double) early / relevant.size();
        sum[3]++;
    }

    /** Right, predicted and labelled edges: a value is expected to flow where it mostly did. */
    private static void countEdges(double[] counts, Intent intent, LearnedSnapshot learned) {
        Set<List<ToolKey>> labelled = new HashSet<>(intent.edges());
        Set<List<ToolKey>> predicted = new HashSet<>();
        for (ToolKey from : intent.relevant()) {
            for (ToolKey to : intent.relevant()) {
                double flowed = learned.graph().flows(from, to).stream()
                        .mapToDouble(edge -> edge.tally().credit())
                        .sum();
                double together = together(learned, from, to);
                if (flowed > 0 && flowed >= 0.4 * together) {
                    predicted.add(List.of(from, to));
                }
            }
        }
        counts[1] += predicted.size();
        counts[2] += labelled.size();
        predicted.retainAll(labelled);
        counts[0] += predicted.size();
    }

    private static double together(LearnedSnapshot learned, ToolKey from, ToolKey to) {
        return learned.graph().probability(to, from) * (learned.graph().uses(from) + 1);
    }

    private static Map<ToolKey, Double> text(ToolSearch search, String text) {
        String asked = text.substring(0, Math.min(text.length(), SearchQuery.LONGEST_TEXT));
        Predicate<CatalogTool> everything = _ -> true;
        List<SearchHit> hits = search.search(
                        SearchQuery.intent(asked)
                                .withLimit(SearchQuery.MOST_HITS)
                                .withInclude(Set.of()),
                        everything)
                .hits();
        Map<ToolKey, Double> scores = new HashMap<>();
        double most = hits.stream().mapToDouble(SearchHit::score).max().orElse(1);
        hits.forEach(hit -> scores.put(hit.tool().key(), hit.score() / most));
        return scores;
    }

    private static void fill(Catalog catalog, Path folder, Map<String, ToolKey> keys) throws IOException {
        Map<String, Map<String, CatalogTool>> servers = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve("tools.jsonl"))) {
            JsonNode row = RawJson.parse(line).tree();
            String server = slug(row.path("server").asString(""));
            ObjectNode tool = JsonNodeFactory.instance.objectNode();
            tool.put("name", row.path("name").asString(""));
            tool.put("description", row.path("description").asString(""));
            tool.set("inputSchema", row.path("input_schema").isObject() ? row.path("input_schema") : tool.objectNode());
            CatalogTool made = CatalogTool.of(server, Tool.parse(RawJson.of(tool)));
            servers.computeIfAbsent(server, _ -> new LinkedHashMap<>())
                    .put(made.key().tool(), made);
            keys.put(row.path("id").asString(), made.key());
        }
        servers.forEach((server, tools) -> catalog.replaceServerTools(server, List.copyOf(tools.values())));
    }

    private static String slug(String server) {
        String slug = "s" + server.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.length() <= 32 ? slug : slug.substring(0, 24) + Math.floorMod(server.hashCode(), 10_000_000);
    }

    private static List<Intent> intents(Path folder, Map<String, ToolKey> keys) throws IOException {
        List<Intent> intents = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("queries.jsonl"))) {
            JsonNode row = RawJson.parse(line).tree();
            Set<ToolKey> relevant = new LinkedHashSet<>();
            row.path("relevant")
                    .forEach(id -> Optional.ofNullable(keys.get(id.asString())).ifPresent(relevant::add));
            List<List<ToolKey>> edges = new ArrayList<>();
            row.path("dag").path("edges").forEach(edge -> {
                ToolKey from = keys.get(edge.path(0).asString());
                ToolKey to = keys.get(edge.path(1).asString());
                if (from != null && to != null && !from.equals(to)) {
                    edges.add(List.of(from, to));
                }
            });
            if (!relevant.isEmpty()) {
                intents.add(new Intent(row.path("query").asString(), List.copyOf(relevant), edges));
            }
        }
        return intents;
    }

    private static Map<String, Double> rarity(List<Intent> intents) {
        Map<String, Double> counts = new HashMap<>();
        intents.forEach(intent -> words(intent.text()).forEach(word -> counts.merge(word, 1.0, Double::sum)));
        counts.replaceAll((_, count) -> Math.log(1 + intents.size() / count));
        return counts;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        for (String word : text.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (word.length() > 2) {
                words.add(word.substring(0, Math.min(6, word.length())));
            }
        }
        return words;
    }

    private static float[] vector(String text, Map<String, Double> rarity) {
        float[] vector = new float[DIMENSIONS];
        words(text)
                .forEach(word -> vector[Math.floorMod(word.hashCode() * 31, DIMENSIONS)] +=
                        rarity.getOrDefault(word, 1.0).floatValue());
        double length = 0;
        for (float number : vector) {
            length += number * number;
        }
        float whole = (float) Math.sqrt(Math.max(length, 1e-9));
        for (int place = 0; place < vector.length; place++) {
            vector[place] /= whole;
        }
        return vector;
    }

    private static ToolAddress address(ToolKey tool) {
        return new ToolAddress(tool.server(), tool.tool());
    }
}
