// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.gateway.ToolFinder;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.mcp.Tool;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a model pays for tools, in tokens of o200k: all of them listed, or the gateway's own and an answer of its search. */
final class TokensBenchmark implements Bench.Benchmark {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int SCHEMAS = 5;

    private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    @Override
    public String usage() {
        return "--data DIR [--queries 300] [--seed 1] [--json]: tokens of all tools listed, of the gateway's own, of an answer";
    }

    @Override
    public Report run(Bench.Options options) throws Exception {
        Map<String, List<Tool>> servers = ToolLists.readFolder(Path.of(options.required("data")));
        Catalog catalog = new Catalog();
        servers.forEach(catalog::replaceServer);
        List<CatalogTool> tools = catalog.snapshot().tools();
        long listed = tools.stream()
                .mapToLong(tool -> count(tool.tool().definition().toString()))
                .sum();
        Report report = new Report()
                .add("servers", servers.size(), "")
                .add("tools", tools.size(), "")
                .add("all_listed", (double) listed, "tokens");
        for (String name : List.of("search_tools", "call_tool")) {
            report.add(name, count(definition(name).toString()), "tokens");
        }
        try (ToolSearch search = ToolSearch.over(catalog)) {
            search.awaitIndexed(catalog.snapshot().revision(), Duration.ofMinutes(5));
            answers(new ToolFinder(search), tools, options, report);
        }
        return report;
    }

    private void answers(ToolFinder finder, List<CatalogTool> tools, Bench.Options options, Report report) {
        Random random = new Random(options.number("seed", 1));
        int[] five = new int[options.number("queries", 300)];
        int[] ten = new int[five.length];
        for (int query = 0; query < five.length; query++) {
            ObjectNode arguments = MAPPER.createObjectNode();
            arguments.put("intent", intent(tools, random));
            ten[query] = count(finder.find(arguments, TenantId.LOCAL).toString());
            arguments.put("limit", SCHEMAS);
            five[query] = count(finder.find(arguments, TenantId.LOCAL).toString());
        }
        Arrays.sort(five);
        Arrays.sort(ten);
        report.add("answer_of_5_p50", five[five.length / 2], "tokens")
                .add("answer_of_5_p90", five[five.length * 9 / 10], "tokens")
                .add("answer_of_10_p50", ten[ten.length / 2], "tokens");
    }

    private int count(String text) {
        return encoding.countTokensOrdinary(text);
    }

    private static JsonNode definition(String name) throws IOException {
        String resource = "/ai/casys/core/gateway/" + name + ".json";
        try (InputStream stream =
                Objects.requireNonNull(TokensBenchmark.class.getResourceAsStream(resource), resource)) {
            return MAPPER.readTree(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The first sentence of some tool's description, which is much like what somebody would say who needs it. */
    private static String intent(List<CatalogTool> tools, Random random) {
        CatalogTool tool = tools.get(random.nextInt(tools.size()));
        String text = tool.tool().description().orElse(tool.key().tool()).strip();
        String sentence = text.split("[.\n]", 2)[0];
        String intent = sentence.isBlank() ? tool.key().tool() : sentence;
        return intent.substring(0, Math.min(intent.length(), SearchQuery.LONGEST_TEXT));
    }
}
