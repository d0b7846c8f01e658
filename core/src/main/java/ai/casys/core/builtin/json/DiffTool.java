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
import tools.jackson.databind.node.ObjectNode;

/** Compares two JSON documents by structure. */
final class DiffTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "diff",
            "Compare JSON",
            "Compares two JSON documents by structure; the order of members and the notation of numbers do not matter."
                    + " The changes are a JSON Patch (RFC 6902) that turns left into right, with the old values added.",
            List.of(
                    Parameter.any("left", "The first document as a JSON value."),
                    Parameter.text("left_text", QueryTool.MAX_TEXT, "The first document as JSON text, instead."),
                    Parameter.any("right", "The second document as a JSON value."),
                    Parameter.text("right_text", QueryTool.MAX_TEXT, "The second document as JSON text, instead."),
                    Parameter.integer("max_changes", 1, 10_000, "How many changes are shown.")
                            .orElse(1_000)),
            """
            {"type": "object",
             "properties": {
               "equal": {"type": "boolean"},
               "truncated": {"type": "boolean", "description": "there are more changes"},
               "changes": {"type": "array", "items": {
                 "type": "object",
                 "properties": {
                   "op": {"type": "string", "enum": ["add", "remove", "replace"]},
                   "path": {"type": "string", "description": "JSON Pointer"},
                   "value": {},
                   "old": {}},
                 "required": ["op", "path"],
                 "additionalProperties": false}}},
             "required": ["equal", "truncated", "changes"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        JsonNode left = arguments.jsonOrText("left", "left_text");
        JsonNode right = arguments.jsonOrText("right", "right_text");
        JsonDiff diff = new JsonDiff(arguments.count("max_changes"), budget);
        boolean complete = diff.compare(left, right);
        ObjectNode answer = Json.object();
        answer.put("equal", diff.changes().isEmpty()).put("truncated", !complete);
        answer.set("changes", diff.changes());
        return ToolResult.of(answer);
    }
}
