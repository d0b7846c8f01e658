// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.LinearPattern;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import com.google.re2j.Matcher;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a regular expression matches. */
final class MatchTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "match",
            "Find by regular expression",
            "Finds all matches of a regular expression in a text, with positions and groups. RE2 syntax: time grows only"
                    + " linearly with the text; no back-references, no look-around.",
            List.of(
                    Parameter.text("text", TextServer.MAX_TEXT, "The text to search.")
                            .mandatory(),
                    TextServer.patternParameter(),
                    TextServer.flagsParameter(),
                    Parameter.integer("max_matches", 1, 10_000, "Limit of the answer.")
                            .orElse(100)),
            """
            {"type": "object",
             "properties": {
               "count": {"type": "integer", "description": "matches shown"},
               "truncated": {"type": "boolean"},
               "matches": {"type": "array", "items": {
                 "type": "object",
                 "properties": {
                   "text": {"type": "string"},
                   "start": {"type": "integer", "description": "in UTF-16 units from 0"},
                   "end": {"type": "integer", "description": "excluded"},
                   "line": {"type": "integer", "description": "from 1"},
                   "groups": {"type": "array", "items": {"type": ["string", "null"]}},
                   "named": {"type": "object", "additionalProperties": {"type": ["string", "null"]}}},
                 "required": ["text", "start", "end", "line"],
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
        LinearPattern pattern = TextServer.pattern(arguments.text("pattern"), arguments.text("flags"));
        String text = arguments.text("text");
        Matcher matcher = pattern.matcher(text, budget);
        ArrayNode matches = Json.array();
        boolean truncated = false;
        int line = 1;
        int counted = 0;
        long shown = 0;
        while (matcher.find()) {
            shown += (matcher.end() - matcher.start()) * (1L + matcher.groupCount());
            if (matches.size() == arguments.count("max_matches") || shown > 2L * TextServer.MAX_TEXT) {
                truncated = true;
                break;
            }
            for (; counted < matcher.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            matches.add(match(matcher, pattern.namedGroups(), line));
        }
        ObjectNode answer = Json.object().put("count", matches.size()).put("truncated", truncated);
        answer.set("matches", matches);
        return ToolResult.of(answer);
    }

    private static ObjectNode match(Matcher matcher, Map<String, Integer> names, int line) {
        ObjectNode match = Json.object()
                .put("text", matcher.group())
                .put("start", matcher.start())
                .put("end", matcher.end())
                .put("line", line);
        if (matcher.groupCount() > 0) {
            ArrayNode groups = match.putArray("groups");
            for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.group(i));
            }
        }
        if (!names.isEmpty()) {
            ObjectNode named = match.putObject("named");
            names.forEach((name, number) -> named.put(name, matcher.group(number)));
        }
        return match;
    }
}
