// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.time;

import ai.casys.core.builtin.tool.Nearest;
import ai.casys.core.builtin.tool.ToolFailure;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads names of time zones: IANA identifiers in any capitals, {@code UTC}, offsets such as {@code +05:30}. */
final class Zones {

    private Zones() {}

    static ZoneId of(String name) {
        Map<String, String> known = new HashMap<>();
        ZoneId.getAvailableZoneIds().forEach(id -> known.put(id.toLowerCase(Locale.ROOT), id));
        String wanted = name.strip().replace(' ', '_');
        String id = known.getOrDefault(wanted.toLowerCase(Locale.ROOT), wanted);
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            String hint = suggestion(wanted)
                    .map(near -> " Did you mean \"" + near + "\"?")
                    .orElse("");
            throw new ToolFailure(
                    "Time zone \"" + name + "\" is not known." + hint
                            + " Use an IANA name such as Europe/Berlin, UTC, or an offset such as +05:30.",
                    e);
        }
    }

    /** Compares with whole identifiers and with the city alone, as people write it. */
    private static Optional<String> suggestion(String wanted) {
        Map<String, String> names = new HashMap<>();
        for (String id : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
            names.put(id, id);
            if (id.indexOf('/') > 0 && !id.startsWith("Etc/") && !id.startsWith("SystemV/")) {
                names.putIfAbsent(id.substring(id.lastIndexOf('/') + 1), id);
            }
        }
        return Nearest.to(wanted, names.keySet()).map(near -> names.getOrDefault(near, near));
    }
}
