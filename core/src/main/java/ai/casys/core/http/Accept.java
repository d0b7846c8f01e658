// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client is willing to read (RFC 9110 section 12.5.1). A missing header means anything. */
final class Accept {

    static final String JSON = "application/json";
    static final String EVENTS = "text/event-stream";

    /** What nearly every MCP client sends; whatever is required here, it is enough. */
    private static final String USUAL = JSON + ", " + EVENTS;

    private Accept() {}

    /** Refuses a request whose {@code Accept} leaves out one of the types. */
    static void require(Optional<String> header, List<String> types) {
        if (header.isPresent() && header.get().equals(USUAL)) {
            return;
        }
        for (String type : types) {
            if (!header.map(value -> accepts(value, type)).orElse(true)) {
                throw new HttpFailure(
                        406, "Accept is \"" + header.orElse("") + "\"; it must list " + String.join(" and ", types));
            }
        }
    }

    private static boolean accepts(String header, String type) {
        String group = type.substring(0, type.indexOf('/')) + "/*";
        return Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .filter(range -> !isRefusal(range))
                .map(range -> range.split(";", 2)[0].strip())
                .anyMatch(range -> range.equals(type) || range.equals(group) || range.equals("*/*"));
    }

    private static boolean isRefusal(String range) {
        return Arrays.stream(range.split(";", -1))
                .map(String::strip)
                .anyMatch(parameter -> parameter.matches("q=0(\\.0{0,3})?"));
    }
}
