// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.Objects;
import java.util.Optional;

/**
 * What one check of {@code casys doctor} found.
 *
 * @param what the thing that was looked at
 * @param detail how it is
 * @param remedy how to mend it; absent when it is well
 */
record Finding(Level level, String what, String detail, Optional<String> remedy) {

    /** How bad it is. */
    enum Level {
        OK,
        WARNING,
        FAILURE
    }

    Finding {
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(what, "what is null");
        Objects.requireNonNull(detail, "detail is null");
        Objects.requireNonNull(remedy, "remedy is null");
    }

    static Finding ok(String what, String detail) {
        return new Finding(Level.OK, what, detail, Optional.empty());
    }

    static Finding warning(String what, String detail, String remedy) {
        return new Finding(Level.WARNING, what, detail, Optional.of(remedy));
    }

    static Finding failure(String what, String detail, String remedy) {
        return new Finding(Level.FAILURE, what, detail, Optional.of(remedy));
    }
}
