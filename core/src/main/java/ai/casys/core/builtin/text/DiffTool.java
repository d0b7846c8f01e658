// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.LineDiff;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.util.List;

/** Compares two texts line by line. */
final class DiffTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "diff",
            "Compare texts",
            "Compares two texts line by line and returns a unified diff.",
            List.of(
                    Parameter.text("left", TextServer.MAX_TEXT, "The first text.")
                            .mandatory(),
                    Parameter.text("right", TextServer.MAX_TEXT, "The second text.")
                            .mandatory(),
                    Parameter.integer("context", 0, 20, "Unchanged lines shown around changes.")
                            .orElse(3)),
            """
            {"type": "object",
             "properties": {
               "equal": {"type": "boolean"},
               "added_lines": {"type": "integer"},
               "removed_lines": {"type": "integer"},
               "diff": {"type": "string", "description": "unified diff, empty if equal"}},
             "required": ["equal", "added_lines", "removed_lines", "diff"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        LineDiff diff = LineDiff.between(
                "left", arguments.text("left"), "right", arguments.text("right"), arguments.count("context"), budget);
        return ToolResult.of(Json.object()
                .put("equal", diff.text().isEmpty())
                .put("added_lines", diff.added())
                .put("removed_lines", diff.removed())
                .put("diff", diff.text()));
    }
}
