// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The severities of log messages, those of RFC 5424, section 6.2.1. */
final class LogLevels {

    private static final List<String> RISING =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    private LogLevels() {}

    static boolean isKnown(String level) {
        return RISING.contains(level);
    }

    static String names() {
        return String.join(", ", RISING);
    }

    /** The least severe of them. */
    static Optional<String> least(Collection<String> levels) {
        return levels.stream().min(Comparator.comparingInt(RISING::indexOf));
    }

    /** Whether a message, by its parameters, is severe enough; one of an unknown severity is. */
    static boolean reaches(RawJson message, String least) {
        int severity = RISING.indexOf(message.tree().path("level").asString(""));
        return severity < 0 || severity >= RISING.indexOf(least);
    }
}
