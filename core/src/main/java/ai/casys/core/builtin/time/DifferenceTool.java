// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Behaviour;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Measures the span between two times. */
final class DifferenceTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "difference",
            "Time between",
            "Measures the time from start to end: as elapsed seconds and ISO 8601 duration, and as years, months, days"
                    + " and clock time on the calendar of the start's zone.",
            List.of(
                    Moment.timeParameter("start", "Where it begins."),
                    Moment.timeParameter("end", "Where it ends."),
                    Moment.zoneParameter()),
            """
            {"type": "object",
             "properties": {
               "seconds": {"type": "number", "description": "negative if end is before start"},
               "duration": {"type": "string", "description": "elapsed time, ISO 8601"},
               "calendar": {
                 "type": "object",
                 "properties": {
                   "years": {"type": "integer"}, "months": {"type": "integer"}, "days": {"type": "integer"},
                   "hours": {"type": "integer"}, "minutes": {"type": "integer"}, "seconds": {"type": "integer"}},
                 "required": ["years", "months", "days", "hours", "minutes", "seconds"],
                 "additionalProperties": false},
               "total_days": {"type": "integer", "description": "whole calendar days"},
               "notes": {"type": "array", "items": {"type": "string"}}},
             "required": ["seconds", "duration", "calendar", "total_days"],
             "additionalProperties": false}
            """,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        ZoneId zone = Zones.of(arguments.text("zone"));
        Moment start = Moment.parse(arguments.text("start"), zone);
        Moment end = Moment.parse(arguments.text("end"), zone).in(start.time().getZone());
        Duration elapsed = Duration.between(start.time(), end.time());
        ObjectNode answer = Json.object().put("seconds", seconds(elapsed)).put("duration", elapsed.toString());
        answer.set("calendar", calendar(start.time(), end.time()));
        answer.put("total_days", ChronoUnit.DAYS.between(start.time(), end.time()));
        List<String> notes = new ArrayList<>(start.notes());
        end.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
        if (!start.time().getOffset().equals(end.time().getOffset())) {
            notes.add(
                    "Clocks in " + start.time().getZone() + " change in between, so elapsed and calendar time differ.");
        }
        if (!notes.isEmpty()) {
            notes.forEach(answer.putArray("notes")::add);
        }
        return ToolResult.of(answer);
    }

    private static BigDecimal seconds(Duration elapsed) {
        BigDecimal fraction = BigDecimal.valueOf(elapsed.toNanosPart(), 9).stripTrailingZeros();
        return BigDecimal.valueOf(elapsed.toSeconds()).add(fraction.signum() == 0 ? BigDecimal.ZERO : fraction);
    }

    private static ObjectNode calendar(ZonedDateTime start, ZonedDateTime end) {
        boolean negative = end.isBefore(start);
        ZonedDateTime from = negative ? end : start;
        ZonedDateTime to = negative ? start : end;
        Period period = Period.between(from.toLocalDate(), to.toLocalDate());
        if (from.plus(period).isAfter(to)) {
            period = Period.between(from.toLocalDate(), to.toLocalDate().minusDays(1));
        }
        Duration rest = Duration.between(from.plus(period), to);
        int sign = negative ? -1 : 1;
        return Json.object()
                .put("years", sign * period.getYears())
                .put("months", sign * period.getMonths())
                .put("days", sign * period.getDays())
                .put("hours", sign * rest.toHours())
                .put("minutes", sign * rest.toMinutesPart())
                .put("seconds", sign * rest.toSecondsPart());
    }
}
