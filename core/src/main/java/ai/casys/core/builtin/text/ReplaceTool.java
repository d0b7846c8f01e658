// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import com.google.re2j.Matcher;
import java.util.List;

/** Replaces what a regular expression matches. */
final class ReplaceTool implements BuiltinTool {

    private static final int MAX_RESULT = 4 * TextServer.MAX_TEXT;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "replace",
            "Replace by regular expression",
            "Replaces matches of a regular expression (RE2 syntax). In the replacement $1 or ${name} stand for groups and"
                    + " \\$ for a dollar sign; with literal=true the replacement is taken as it is.",
            List.of(
                    Parameter.text("text", TextServer.MAX_TEXT, "The text to change.")
                            .mandatory(),
                    TextServer.patternParameter(),
                    Parameter.text("replacement", 100_000, "What comes in place of each match.")
                            .mandatory(),
                    TextServer.flagsParameter(),
                    Parameter.flag("literal", "Take $ and \\ in the replacement as they are."),
                    Parameter.integer("max_replacements", 1, 1_000_000, "Only the first so many matches.")
                            .orElse(1_000_000)),
            """
            {"type": "object",
             "properties": {
               "text": {"type": "string"},
               "replacements": {"type": "integer"}},
             "required": ["text", "replacements"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Matcher matcher = TextServer.pattern(arguments.text("pattern"), arguments.text("flags"))
                .matcher(arguments.text("text"), budget);
        String given = arguments.text("replacement");
        String replacement = arguments.flag("literal") ? Matcher.quoteReplacement(given) : given;
        StringBuilder result = new StringBuilder();
        int replacements = 0;
        while (replacements < arguments.count("max_replacements") && matcher.find()) {
            append(matcher, result, replacement);
            replacements++;
            if (result.length() > MAX_RESULT) {
                throw new ToolFailure(
                        "The result would have more than " + MAX_RESULT + " characters; replace less, or with less.");
            }
        }
        matcher.appendTail(result);
        return ToolResult.of(
                result.toString(), Json.object().put("text", result.toString()).put("replacements", replacements));
    }

    private static void append(Matcher matcher, StringBuilder result, String replacement) {
        try {
            matcher.appendReplacement(result, replacement);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ToolFailure(
                    "The replacement \"" + replacement + "\" names a group that the pattern does not have ("
                            + matcher.groupCount() + " groups). Write \\$ for a dollar sign, or set literal to true.",
                    e);
        }
    }
}
