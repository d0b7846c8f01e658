// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks JSON text and writes it anew. */
final class FormatTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "format",
            "Format JSON",
            "Checks JSON and writes it indented or on one line, with members sorted if wanted. Wrong JSON is explained"
                    + " with line and column.",
            List.of(
                    Parameter.any("document", "The document as a JSON value."),
                    Parameter.text("text", QueryTool.MAX_TEXT, "The document as JSON text, instead of \"document\"."),
                    Parameter.choice("style", List.of("indented", "compact"), "How it is written.")
                            .orElse("indented"),
                    Parameter.flag("sort_keys", "Sort the members of objects by name.")),
            """
            {"type": "object",
             "properties": {
               "type": {"type": "string", "enum": ["object", "array", "string", "number", "boolean", "null"]},
               "text": {"type": "string"}},
             "required": ["type", "text"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        JsonNode given = arguments.jsonOrText("document", "text");
        JsonNode document = arguments.flag("sort_keys") ? sorted(given) : given;
        String text = arguments.text("style").equals("compact") ? Json.write(document) : Json.writeIndented(document);
        return ToolResult.of(text, Json.object().put("type", type(document)).put("text", text));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = Json.array();
            node.forEach(item -> array.add(sorted(item)));
            return array;
        }
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            ObjectNode object = Json.object();
            members.forEach(object::set);
            return object;
        }
        return node;
    }

    private static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
        };
    }
}
