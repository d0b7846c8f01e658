// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;

/** Counts what a text is made of. */
final class CountTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "count",
            "Count characters, words, lines",
            "Counts the bytes (UTF-8), characters, words, sentences and lines of a text, and the longest line.",
            List.of(Parameter.text("text", TextServer.MAX_TEXT, "The text to count.")
                    .mandatory()),
            """
            {"type": "object",
             "properties": {
               "bytes": {"type": "integer"},
               "characters": {"type": "integer", "description": "Unicode code points"},
               "visible_characters": {"type": "integer", "description": "as a reader counts: an emoji is one"},
               "words": {"type": "integer"},
               "sentences": {"type": "integer"},
               "lines": {"type": "integer"},
               "longest_line": {"type": "integer", "description": "in code points"}},
             "required": ["bytes", "characters", "visible_characters", "words", "sentences", "lines", "longest_line"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        String text = arguments.text("text");
        List<String> lines = text.lines().toList();
        int longest = lines.stream()
                .mapToInt(line -> line.codePointCount(0, line.length()))
                .max()
                .orElse(0);
        return ToolResult.of(Json.object()
                .put("bytes", text.getBytes(StandardCharsets.UTF_8).length)
                .put("characters", text.codePointCount(0, text.length()))
                .put("visible_characters", pieces(text, BreakIterator.getCharacterInstance(Locale.ROOT), false, budget))
                .put("words", pieces(text, BreakIterator.getWordInstance(Locale.ROOT), true, budget))
                .put("sentences", pieces(text, BreakIterator.getSentenceInstance(Locale.ROOT), true, budget))
                .put("lines", lines.size())
                .put("longest_line", longest));
    }

    /** @param speaking count only pieces with a letter or digit in them */
    private static int pieces(String text, BreakIterator breaks, boolean speaking, Budget budget) {
        breaks.setText(text);
        int count = 0;
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            budget.check();
            if (!speaking || text.substring(start, end).codePoints().anyMatch(Character::isLetterOrDigit)) {
                count++;
            }
            start = end;
        }
        return count;
    }
}
