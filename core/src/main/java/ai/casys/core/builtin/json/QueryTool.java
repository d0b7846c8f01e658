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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds parts of a JSON document with JSONPath. */
final class QueryTool implements BuiltinTool {

    static final int MAX_TEXT = 4 << 20;

    private static final int MAX_SHOWN_CHARACTERS = 1 << 20;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "query",
            "Query JSON",
            "Finds values in a JSON document with a JSONPath query (RFC 9535), for example"
                    + " $.store.book[?@.price < 10].title. Filters may use ==, !=, <, <=, >, >=, &&, ||, ! and the"
                    + " functions length, count, match, search and value. Every value comes with its own path.",
            List.of(
                    Parameter.text("path", 4_000, "The JSONPath query; begins with $.")
                            .mandatory(),
                    Parameter.any("document", "The document as a JSON value."),
                    Parameter.text("text", MAX_TEXT, "The document as JSON text, instead of \"document\"."),
                    Parameter.integer("max_results", 1, 10_000, "How many values are shown.")
                            .orElse(1_000)),
            """
            {"type": "object",
             "properties": {
               "count": {"type": "integer", "description": "all that were found"},
               "truncated": {"type": "boolean", "description": "not all are shown"},
               "matches": {"type": "array", "items": {
                 "type": "object",
                 "properties": {
                   "path": {"type": "string", "description": "normalized path"},
                   "value": {}},
                 "required": ["path", "value"],
                 "additionalProperties": false}}},
             "required": ["count", "truncated", "matches"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        JsonPath path = JsonPath.parse(arguments.text("path"));
        JsonNode document = arguments.jsonOrText("document", "text");
        List<FoundNode> found = path.find(document, budget);
        ArrayNode matches = Json.array();
        long characters = 0;
        for (FoundNode node : found) {
            budget.checkNow();
            String nodePath = node.path();
            characters += nodePath.length() + Json.write(node.value()).length();
            if (matches.size() == arguments.count("max_results") || characters > MAX_SHOWN_CHARACTERS) {
                break;
            }
            matches.addObject().put("path", nodePath).set("value", node.value());
        }
        ObjectNode answer = Json.object().put("count", found.size()).put("truncated", matches.size() < found.size());
        answer.set("matches", matches);
        return ToolResult.of(answer);
    }
}
