// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the gateway keeps what clients come back for.
 *
 * @param parkedFor how long a call waits for its client's answers, and its outcome for being fetched
 */
public record SessionSettings(Duration parkedFor) {

    /** What holds when nothing is configured. */
    public static final SessionSettings DEFAULTS = new SessionSettings(Duration.ofMinutes(10));

    public SessionSettings {
        Objects.requireNonNull(parkedFor, "parkedFor is null");
    }
}
