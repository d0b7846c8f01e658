// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes one thing in a JSON text; in a text that is none any more, some bytes. */
final class JsonMutation {

    private static final String MARK = "@@mark@@";
    private static final int DEEPEST = 100;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1.5",
            "1e3",
            "1e999999",
            "-1e-999999",
            "9007199254740993",
            "9223372036854775808",
            "18446744073709551616",
            "NaN",
            "Infinity",
            "01",
            "+1",
            ".5",
            "\"\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"\":\"\"}",
            "{\"a\":1,\"a\":2}",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u0000\"",
            "\"\u0000\"",
            "\"\u0001\u001f\"",
            "\"\u00ff\u00fe\"",
            "\"\u00c0\u00af\"",
            "\"\u00ed\u00a0\u0080\"",
            "\"\u00f4\u0090\u0080\u0080\"",
            "\"\\x41\"",
            "\"\\u12\"",
            "\"${session}\"",
            "\"${state}\"",
            "\"${question}\"",
            "\"\u00e2\u0080\u00ae\"",
            "\"../../etc/passwd\"",
            "\"files__echo\"",
            "\"files__question\"",
            "\"files__slow\"",
            "\"files__\"",
            "\"__echo\"",
            "\"call_tool\"",
            "\"search_tools\"",
            "\"casys.files+file:///a\"",
            "\"casys.+x:\"",
            "\"casys.files+\"",
            "\"1.0\"",
            "\"2.0\"",
            "\"2026-07-28\"",
            "\"2025-11-25\"",
            "\"2024-11-05\"",
            "\"1999-01-01\"",
            "\"ref/prompt\"",
            "\"ref/resource\"",
            "\"accept\"",
            "\"init\"",
            "/*x*/1",
            "'a'",
            "",
            ",",
            "]",
            "}");

    private static final List<String> METHODS = List.of(
            "initialize",
            "ping",
            "tools/list",
            "tools/call",
            "server/discover",
            "subscriptions/listen",
            "resources/list",
            "resources/read",
            "resources/subscribe",
            "resources/templates/list",
            "prompts/list",
            "prompts/get",
            "completion/complete",
            "logging/setLevel",
            "tasks/get",
            "tasks/list",
            "tasks/cancel",
            "tasks/update",
            "notifications/cancelled",
            "notifications/initialized",
            "notifications/progress",
            "notifications/roots/list_changed",
            "elicitation/create",
            "sampling/createMessage",
            "roots/list",
            "");

    private static final List<String> KEYS = List.of(
            "id",
            "jsonrpc",
            "method",
            "params",
            "result",
            "error",
            "_meta",
            "name",
            "arguments",
            "uri",
            "cursor",
            "progressToken",
            "requestState",
            "inputResponses",
            "io.modelcontextprotocol/protocolVersion",
            "io.modelcontextprotocol/clientCapabilities",
            "task",
            "ref",
            "argument",
            "__proto__",
            "");

    private final Random random;

    JsonMutation(Random random) {
        this.random = random;
    }

    String of(String text) {
        if (text.isBlank() || random.nextInt(8) == 0) {
            return bytes(text);
        }
        try {
            JsonNode tree = Json.parse(text);
            return structure(tree);
        } catch (IllegalArgumentException | JacksonException _) {
            return bytes(text);
        }
    }

    private String structure(JsonNode tree) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers, DEEPEST);
        if (containers.isEmpty()) {
            return value();
        }
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        String raw = switch (chosen) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> array(array);
            default -> throw new IllegalStateException("neither object nor array");
        };
        String written = new String(RawJson.of(tree).toByteArray(), StandardCharsets.ISO_8859_1);
        return written.replace("\"" + MARK + "\"", raw);
    }

    /** Places the mark, and says what to put there. */
    private String object(ObjectNode object) {
        List<String> names = new ArrayList<>(object.propertyNames());
        String name = names.isEmpty() ? pick(KEYS) : names.get(random.nextInt(names.size()));
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> {
                // A name that comes twice.
                object.put(MARK, 1);
                return "\"" + name + "\":" + value() + ",\"" + name + "\"";
            }
            case 2 -> object.put(pick(KEYS), MARK);
            case 3 -> {
                JsonNode value = object.path(name);
                object.remove(name);
                object.set(pick(KEYS), value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            }
            case 4 -> {
                JsonNode value = object.path(name);
                object.set(
                        name,
                        JsonNodeFactory.instance.arrayNode().add(value.isMissingNode() ? object.nullNode() : value));
            }
            case 5 -> {
                object.put("method", MARK);
                return "\"" + pick(METHODS) + "\"";
            }
            default -> object.put(name, MARK);
        }
        return value();
    }

    private String array(ArrayNode array) {
        if (array.isEmpty() || random.nextInt(3) == 0) {
            array.add(MARK);
            return value();
        }
        int index = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(index);
            case 1 -> array.add(array.get(index));
            case 2 -> {
                JsonNode repeated = array.get(index);
                int times = random.nextInt(120);
                for (int count = 0; count < times; count++) {
                    array.add(repeated);
                }
            }
            default -> array.set(index, JsonNodeFactory.instance.stringNode(MARK));
        }
        return value();
    }

    private String value() {
        return switch (random.nextInt(14)) {
            case 0 -> "\"" + "y".repeat(1 + random.nextInt(70_000)) + "\"";
            case 1 -> deep(random.nextInt(4_000));
            case 2 -> "9".repeat(1 + random.nextInt(2_000));
            case 3 -> "1." + "3".repeat(1 + random.nextInt(2_000)) + "e" + random.nextInt(10_000);
            case 4 -> Long.toString(random.nextLong());
            case 5 -> "\"" + bytes("text") + "\"";
            default -> pick(VALUES);
        };
    }

    private String deep(int depth) {
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private String bytes(String text) {
        int from = text.isEmpty() ? 0 : random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(12));
        String part = text.substring(from, to);
        String insert = switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> part + part;
            case 2 -> String.valueOf((char) random.nextInt(256));
            case 3 -> pick(VALUES);
            default -> part + (char) random.nextInt(32);
        };
        return text.substring(0, from) + insert + text.substring(to);
    }

    private static void collect(JsonNode node, List<JsonNode> containers, int depth) {
        if (node.isContainer() && depth > 0) {
            containers.add(node);
            node.forEach(child -> collect(child, containers, depth - 1));
        }
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
