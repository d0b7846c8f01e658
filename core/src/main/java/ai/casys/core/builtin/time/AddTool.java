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
import java.time.Duration;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Adds a span to a time. */
final class AddTool implements BuiltinTool {

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "add",
            "Add to a time",
            "Adds a span in ISO 8601 to a time, e.g. P1M2DT3H (a month, two days, three hours) or -P7D. Years, months,"
                    + " weeks and days follow the calendar and keep the time on the clock; hours, minutes and seconds"
                    + " are elapsed time. So P1D and PT24H differ when clocks change.",
            List.of(
                    Moment.timeParameter("time", "The time to begin with."),
                    Moment.zoneParameter(),
                    Parameter.text("duration", 60, "The span, ISO 8601.").mandatory()),
            Moment.SCHEMA,
            Behaviour.READS);

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        Moment moment = Moment.parse(arguments.text("time"), Zones.of(arguments.text("zone")));
        String span = arguments.text("duration").strip();
        try {
            return ToolResult.of(add(moment, span).json());
        } catch (DateTimeException | ArithmeticException e) {
            throw new ToolFailure(
                    "\"" + span
                            + "\" cannot be added: it must be ISO 8601 such as P1Y2M3DT4H5M6S, -P7D or PT90M, and the"
                            + " result must lie in the years up to 999999999.",
                    e);
        }
    }

    private static Moment add(Moment moment, String span) {
        boolean negative = span.startsWith("-");
        String positive = negative || span.startsWith("+") ? span.substring(1) : span;
        int clock = positive.toUpperCase(Locale.ROOT).indexOf('T');
        String calendarPart = clock < 0 ? positive : positive.substring(0, clock);
        Period period = calendarPart.equalsIgnoreCase("P") && clock > 0 ? Period.ZERO : Period.parse(calendarPart);
        Duration duration = clock < 0 ? Duration.ZERO : Duration.parse("P" + positive.substring(clock));
        int sign = negative ? -1 : 1;
        ZonedDateTime start = moment.time();
        Moment day = period.isZero()
                ? moment
                : Moment.local(start.toLocalDateTime().plus(period.multipliedBy(sign)), start.getZone());
        ZonedDateTime end = day.time().plus(duration.multipliedBy(sign));
        List<String> notes = new ArrayList<>(day.notes());
        if (!start.getOffset().equals(end.getOffset())) {
            notes.add("Clocks in " + start.getZone() + " change in between: the offset goes from " + start.getOffset()
                    + " to " + end.getOffset() + ".");
        }
        return new Moment(end, notes);
    }
}
