// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * How the servers behind the gateway are treated.
 *
 * @param startTimeout from starting a server to its first tool list
 * @param callTimeout longest wait for the answer to a call
 * @param maxMessageBytes a longer single message is refused and its call fails
 * @param maxInFlight calls at once on one server; more wait for their turn until their deadline
 */
public record UpstreamSettings(Duration startTimeout, Duration callTimeout, int maxMessageBytes, int maxInFlight) {

    /** What holds when nothing is configured. */
    public static final UpstreamSettings DEFAULTS =
            new UpstreamSettings(Duration.ofSeconds(60), Duration.ofSeconds(120), 32 << 20, 256);

    public UpstreamSettings {
        Objects.requireNonNull(startTimeout, "startTimeout is null");
        Objects.requireNonNull(callTimeout, "callTimeout is null");
    }
}
