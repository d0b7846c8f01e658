// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes a time in a given notation. */
final class FormatTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "format",
            "Write a time",
            "Writes a time in the notation of a pattern (as for \"parse\") and a language, in the zone wanted.",
            List.of(
                    Moment.timeParameter("time", "The time to write."),
                    Moment.zoneParameter(),
                    Parameter.text("to", 100, "Zone to write it in; the zone of the time if none."),
                    Parameter.text("pattern", 100, "Notation, e.g. \"EEEE, d MMMM yyyy 'at' HH:mm XXX\".")
                            .mandatory(),
                    Parameter.text("locale", 35, "Language of month and day names, e.g. fr.")
                            .orElse("en")),
            """
            {"type": "object",
             "properties": {
               "text": {"type": "string"},
               "time": %s},
             "required": ["text", "time"],
             "additionalProperties": false}
            """.formatted(Moment.SCHEMA),
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Moment given = Moment.parse(arguments.text("time"), Zones.of(arguments.text("zone")));
        ZoneId zone =
                arguments.optionalText("to").map(Zones::of).orElse(given.time().getZone());
        Moment moment = given.in(zone);
        String pattern = arguments.text("pattern");
        DateTimeFormatter format = formatter(pattern, Locale.forLanguageTag(arguments.text("locale")));
        String text;
        try {
            text = moment.time().format(format);
        } catch (DateTimeException e) {
            throw new ToolFailure("The pattern \"" + pattern + "\" cannot write this time: " + e.getMessage() + ".", e);
        }
        var answer = Json.object().put("text", text);
        answer.set("time", moment.json());
        return ToolResult.of(text, answer);
    }

    static DateTimeFormatter formatter(String pattern, Locale locale) {
        try {
            return DateTimeFormatter.ofPattern(pattern, locale);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(
                    "\"" + pattern + "\" is not a pattern: " + e.getMessage()
                            + ". Put plain text in quotes, as in \"d MMMM 'at' HH:mm\".",
                    e);
        }
    }
}
