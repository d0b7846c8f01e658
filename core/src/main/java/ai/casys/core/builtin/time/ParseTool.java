// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** Reads a time in a given notation. */
final class ParseTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "parse",
            "Read a time",
            "Reads a date or time, in ISO 8601 or in the notation of a pattern: yyyy year, MM month, MMM or MMMM its"
                    + " name, dd day, EEE weekday, HH hour, hh with a for 12 hours, mm minute, ss second, XXX offset,"
                    + " VV zone.",
            List.of(
                    Parameter.text("text", 200, "The date or time to read.").mandatory(),
                    Parameter.text("pattern", 100, "Notation, e.g. \"d MMMM yyyy HH:mm\"; ISO 8601 if none."),
                    Parameter.text("locale", 35, "Language of month and day names, e.g. de.")
                            .orElse("en"),
                    Moment.zoneParameter()),
            Moment.SCHEMA,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        ZoneId zone = Zones.of(arguments.text("zone"));
        String text = arguments.text("text");
        Moment moment = arguments
                .optionalText("pattern")
                .map(pattern -> parse(text, pattern, Locale.forLanguageTag(arguments.text("locale")), zone))
                .orElseGet(() -> Moment.parse(text, zone));
        return ToolResult.of(moment.json());
    }

    private static Moment parse(String text, String pattern, Locale locale, ZoneId zone) {
        DateTimeFormatter format = FormatTool.formatter(pattern, locale);
        try {
            TemporalAccessor parsed = format.parseBest(
                    text.strip(), ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return Moment.of(parsed, zone);
        } catch (DateTimeException e) {
            throw new ToolFailure(
                    "\"" + text + "\" does not fit the pattern \"" + pattern + "\": " + e.getMessage()
                            + ". The pattern must cover the whole text and hold year, month and day.",
                    e);
        }
    }
}
