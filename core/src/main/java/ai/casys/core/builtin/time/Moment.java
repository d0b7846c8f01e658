// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * A point in time in a zone, and what there is to say about how it was read. A local time that a change of clocks skips
 * moves forward by the length of the gap; one that comes twice means the first; both are noted.
 */
record Moment(ZonedDateTime time, List<String> notes) {

    static final String SCHEMA = """
            {"type": "object",
             "properties": {
               "time": {"type": "string", "description": "ISO 8601 with offset"},
               "zone": {"type": "string"},
               "offset": {"type": "string"},
               "epoch_seconds": {"type": "integer"},
               "weekday": {"type": "string"},
               "daylight_saving": {"type": "boolean"},
               "notes": {"type": "array", "items": {"type": "string"}}},
             "required": ["time", "zone", "offset", "epoch_seconds", "weekday", "daylight_saving"],
             "additionalProperties": false}
            """;

    Moment {
        notes = List.copyOf(notes);
    }

    static Parameter timeParameter(String name, String what) {
        return Parameter.text(
                        name,
                        100,
                        what + " ISO 8601, e.g. 2026-03-29T02:30, 2026-03-29T02:30:00+01:00, 2026-03-29; or seconds"
                                + " since 1970.")
                .mandatory();
    }

    static Parameter zoneParameter() {
        return Parameter.text("zone", 100, "Zone of a time without offset, e.g. Europe/Berlin.")
                .orElse("UTC");
    }

    /** Reads a time; the zone is for one that names none. */
    static Moment parse(String text, ZoneId zone) {
        String trimmed = text.strip();
        if (trimmed.matches("-?[0-9]{1,12}(\\.[0-9]{1,9})?") && !trimmed.matches("[0-9]{4}|[0-9]{8}")) {
            return seconds(trimmed, zone);
        }
        for (DateTimeFormatter format : List.of(DateTimeFormatter.ISO_DATE_TIME, DateTimeFormatter.ISO_DATE)) {
            try {
                return of(
                        format.parseBest(
                                withoutBlanks(trimmed),
                                ZonedDateTime::from,
                                OffsetDateTime::from,
                                LocalDateTime::from,
                                LocalDate::from),
                        zone);
            } catch (DateTimeException _) {
                // The next notation may fit.
            }
        }
        throw new ToolFailure("\"" + text + "\" is not a time in ISO 8601, such as 2026-03-29T02:30 or"
                + " 2026-03-29T02:30:00+01:00. Use the tool \"parse\" with a pattern for other notations.");
    }

    /** Completes what was read with the zone and, for a date alone, the first moment of the day. */
    static Moment of(TemporalAccessor parsed, ZoneId zone) {
        if (parsed instanceof ZonedDateTime zoned) {
            return new Moment(zoned, List.of());
        }
        if (parsed instanceof OffsetDateTime offset) {
            return new Moment(offset.toZonedDateTime(), List.of());
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (parsed instanceof LocalDateTime local) {
            return local(local, zone);
        }
        if (date == null) {
            throw new ToolFailure("The text holds no date; a date is needed to name a point in time.");
        }
        return new Moment(
                date.atStartOfDay(zone), List.of("The date alone means the first moment of the day in " + zone + "."));
    }

    static Moment local(LocalDateTime local, ZoneId zone) {
        ZonedDateTime time = local.atZone(zone);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return new Moment(time, List.of());
        }
        List<String> notes = new ArrayList<>();
        if (change.isGap()) {
            notes.add("The clock in " + zone + " jumps from " + change.getDateTimeBefore() + " to "
                    + change.getDateTimeAfter() + "; " + local + " does not exist there and was moved to "
                    + time.toLocalDateTime() + ".");
        } else {
            notes.add("The clock in " + zone + " goes back from " + change.getDateTimeBefore() + " to "
                    + change.getDateTimeAfter() + "; " + local + " happens twice there, and the first (offset "
                    + change.getOffsetBefore() + ") is meant. Give the offset " + change.getOffsetAfter()
                    + " for the second.");
        }
        return new Moment(time, notes);
    }

    Moment in(ZoneId zone) {
        return new Moment(time.withZoneSameInstant(zone), notes);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("time", time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .put("zone", time.getZone().getId())
                .put("offset", time.getOffset().getId())
                .put("epoch_seconds", time.toEpochSecond())
                .put("weekday", time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .put("daylight_saving", isDaylightSaving());
        if (!notes.isEmpty()) {
            notes.forEach(json.putArray("notes")::add);
        }
        return json;
    }

    private boolean isDaylightSaving() {
        Duration saved = time.getZone().getRules().getDaylightSavings(time.toInstant());
        return !saved.isZero();
    }

    /** As RFC 3339 allows: a blank for the T; and as people write: a blank before the offset. */
    private static String withoutBlanks(String text) {
        return text.replaceFirst("^([0-9]{4}-[0-9]{2}-[0-9]{2}) +(?=[0-9])", "$1T")
                .replaceFirst(" +(?=([+-][0-9]{2}:[0-9]{2}|Z)$)", "");
    }

    private static Moment seconds(String text, ZoneId zone) {
        BigDecimal exact = new BigDecimal(text);
        BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
        long nanos = exact.subtract(whole).movePointRight(9).longValue();
        return new Moment(
                Instant.ofEpochSecond(whole.longValueExact(), nanos).atZone(zone),
                List.of("The number was read as seconds since 1970-01-01T00:00Z."));
    }
}
