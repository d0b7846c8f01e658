// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Whether the {@code Mcp-Param-*} headers of a tool call repeat the arguments that the tool's schema marks with
 * {@code x-mcp-header} (2026-07-28, transports, "Custom Headers from Tool Parameters"). A mark that breaks the rules
 * marks nothing: clients leave such a tool out. Safe for any number of threads.
 */
final class ParameterHeaders {

    private static final String MARK = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST_NUMBER = 64;
    private static final int DEEPEST = 64;

    /** One argument that is repeated in a header. */
    private record Mirrored(List<String> path, String header) {}

    private final Map<RawJson, List<Mirrored>> byDefinition = new ConcurrentHashMap<>();

    /**
     * Compares headers and arguments.
     *
     * @throws HeaderRefusal at the first difference
     */
    void check(Context context, Tool tool, Optional<RawJson> arguments) {
        List<Mirrored> mirrored = mirrored(tool);
        if (mirrored.isEmpty()) {
            return;
        }
        JsonNode given = arguments.map(RawJson::tree).orElse(MissingNode.getInstance());
        mirrored.forEach(one -> check(context, one, given));
    }

    private static void check(Context context, Mirrored mirrored, JsonNode arguments) {
        JsonNode value = arguments;
        for (String step : mirrored.path()) {
            value = value.path(step);
        }
        Optional<String> header = Requests.single(context, mirrored.header());
        boolean absent = value.isMissingNode() || value.isNull();
        if (absent && header.isPresent()) {
            throw ModernHeaders.mismatch(mirrored.header() + " is set, but the argument " + name(mirrored) + " is not");
        }
        if (absent) {
            return;
        }
        String text = ModernHeaders.decoded(
                mirrored.header(),
                header.orElseThrow(() -> ModernHeaders.mismatch(
                        mirrored.header() + " is missing; it must repeat the argument " + name(mirrored))));
        if (!matches(text, value)) {
            throw ModernHeaders.mismatch(mirrored.header() + " is \"" + ModernHeaders.shown(text)
                    + "\", which is not the argument " + name(mirrored));
        }
    }

    private static boolean matches(String header, JsonNode value) {
        if (value.isString()) {
            return header.equals(value.asString());
        }
        if (value.isBoolean()) {
            return header.equals(Boolean.toString(value.booleanValue()));
        }
        if (!value.isNumber() || header.length() > LONGEST_NUMBER) {
            return false;
        }
        try {
            return new BigDecimal(header).compareTo(value.decimalValue()) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static String name(Mirrored mirrored) {
        return "\"" + String.join(".", mirrored.path()) + "\"";
    }

    private List<Mirrored> mirrored(Tool tool) {
        List<Mirrored> known = byDefinition.get(tool.definition());
        if (known != null) {
            return known;
        }
        List<Mirrored> found = new ArrayList<>();
        collect(tool.inputSchema(), List.of(), found);
        Set<String> headers = new HashSet<>();
        boolean distinct =
                found.stream().allMatch(one -> headers.add(one.header().toLowerCase(Locale.ROOT)));
        List<Mirrored> result = distinct ? List.copyOf(found) : List.of();
        if (byDefinition.size() >= MOST_REMEMBERED) {
            byDefinition.clear();
        }
        byDefinition.put(tool.definition(), result);
        return result;
    }

    private static void collect(JsonNode schema, List<String> path, List<Mirrored> found) {
        if (path.size() >= DEEPEST) {
            return;
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            List<String> steps = new ArrayList<>(path);
            steps.add(property.getKey());
            JsonNode definition = property.getValue();
            JsonNode mark = definition.path(MARK);
            if (mark.isString()
                    && TOKEN.matcher(mark.asString()).matches()
                    && TYPES.contains(definition.path("type").asString(""))) {
                found.add(new Mirrored(List.copyOf(steps), "Mcp-Param-" + mark.asString()));
            }
            collect(definition, steps, found);
        }
    }
}
