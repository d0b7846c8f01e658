// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.shared.mcp.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** How long finding takes in a catalogue of real size, how long the index takes to build and how much heap it keeps. */
final class SearchBenchmark implements Bench.Benchmark {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Override
    public String usage() {
        return "--data DIR [--queries 2000] [--warm-up 2000] [--seed 1] [--json]: search_tools, in process and through /mcp";
    }

    @Override
    public Report run(Bench.Options options) throws Exception {
        int queries = options.number("queries", 2_000);
        int warmUp = options.number("warm-up", 2_000);
        Random random = new Random(options.number("seed", 1));
        Map<String, List<Tool>> servers = ToolLists.readFolder(Path.of(options.required("data")));
        long heapBefore = heap();
        Catalog catalog = new Catalog();
        long start = System.nanoTime();
        servers.forEach(catalog::replaceServer);
        double catalogMillis = millisSince(start);
        long heapCatalog = heap();
        start = System.nanoTime();
        try (ToolSearch search = ToolSearch.over(catalog)) {
            search.awaitIndexed(catalog.snapshot().revision(), LONG);
            Report report = new Report()
                    .add("servers", servers.size(), "")
                    .add("tools", catalog.snapshot().tools().size(), "")
                    .add("catalog_load", catalogMillis, "ms")
                    .add("first_index", millisSince(start), "ms")
                    .add("heap_tools", heapBefore / 1e6, "MB")
                    .add("heap_catalog_adds", (heapCatalog - heapBefore) / 1e6, "MB")
                    .add("heap_index_adds", (heap() - heapCatalog) / 1e6, "MB");
            List<CatalogTool> tools = catalog.snapshot().tools();
            measure("intent", search, warmUp, queries, report, n -> SearchQuery.intent(intent(tools, random)));
            measure("name", search, warmUp, queries, report, n -> SearchQuery.name(name(tools, random)));
            measure("pattern", search, warmUp, queries, report, n -> SearchQuery.pattern(pattern(tools, random)));
            report.add("one_server_again", reindex(catalog, search, servers));
            EndpointSearch.measure(servers, warmUp, queries, report, () -> intent(tools, random));
            return report;
        }
    }

    private static void measure(
            String kind,
            ToolSearch search,
            int warmUp,
            int count,
            Report report,
            Function<Integer, SearchQuery> making) {
        Bench.Times times = new Bench.Times();
        int found = 0;
        for (int i = -warmUp; i < count; i++) {
            SearchQuery query = making.apply(i);
            long start = System.nanoTime();
            boolean hit = !search.search(query, tool -> true).hits().isEmpty();
            if (i >= 0) {
                times.add(System.nanoTime() - start);
                found += hit ? 1 : 0;
            }
        }
        report.add(kind, times).add(kind + "_answered", 100.0 * found / count, "percent");
    }

    /** From a server's changed list to the index that knows it. */
    private static Bench.Times reindex(Catalog catalog, ToolSearch search, Map<String, List<Tool>> servers)
            throws InterruptedException {
        Bench.Times times = new Bench.Times();
        List<String> names = List.copyOf(servers.keySet());
        for (int i = 0; i < 40; i++) {
            String name = names.get(i % names.size());
            List<Tool> tools = servers.getOrDefault(name, List.of());
            catalog.removeServer(name);
            search.awaitIndexed(catalog.snapshot().revision(), LONG);
            long start = System.nanoTime();
            catalog.replaceServer(name, tools);
            search.awaitIndexed(catalog.snapshot().revision(), LONG);
            times.add(System.nanoTime() - start);
        }
        return times;
    }

    /** Three to twelve words of some tool's description and a word or two from elsewhere. */
    private static String intent(List<CatalogTool> tools, Random random) {
        List<String> words = new ArrayList<>(sample(tools, random, 3 + random.nextInt(8)));
        words.addAll(sample(tools, random, random.nextInt(3)));
        return String.join(" ", words);
    }

    private static List<String> sample(List<CatalogTool> tools, Random random, int count) {
        CatalogTool tool = pick(tools, random);
        List<String> words = new ArrayList<>(Arrays.asList(
                tool.tool().description().orElse(tool.key().tool()).split("\\s+")));
        Collections.shuffle(words, random);
        return words.subList(0, Math.min(count, words.size()));
    }

    /** Half of them exact, the others with one letter wrong. */
    private static String name(List<CatalogTool> tools, Random random) {
        CatalogTool tool = pick(tools, random);
        StringBuilder name =
                new StringBuilder(tool.key().server() + "__" + tool.key().tool());
        if (random.nextBoolean()) {
            name.setCharAt(random.nextInt(name.length()), 'q');
        }
        return name.toString();
    }

    private static String pattern(List<CatalogTool> tools, Random random) {
        CatalogTool tool = pick(tools, random);
        String name = tool.key().tool();
        int length = Math.min(name.length(), 3 + random.nextInt(5));
        int start = random.nextInt(name.length() - length + 1);
        return (random.nextBoolean() ? tool.key().server() + "__*" : "*") + name.substring(start, start + length) + "*";
    }

    private static CatalogTool pick(List<CatalogTool> tools, Random random) {
        return tools.get(random.nextInt(tools.size()));
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    // Used heap after collections: near enough to compare megabytes.
    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
