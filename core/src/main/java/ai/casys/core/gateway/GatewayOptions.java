// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.settings.Exposure;
import ai.casys.shared.mcp.Implementation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the gateway behaves.
 *
 * @param self how it introduces itself
 * @param plainServer the one server whose tools are listed under their own names; present exactly with
 *     {@link Exposure.Plain}
 * @param callTimeout longest wait for the answer to a tool call
 * @param sessionIdle after this long without use a session ends
 * @param mostSessionsPerCaller the least recently used one ends when a caller opens more
 */
public record GatewayOptions(
        Implementation self,
        Exposure exposure,
        Optional<String> plainServer,
        Duration callTimeout,
        Duration sessionIdle,
        int mostSessionsPerCaller) {

    /** Sessions of one caller at a time, when nothing else is said. */
    public static final int MOST_SESSIONS_PER_CALLER = 4_096;

    public GatewayOptions {
        Objects.requireNonNull(self, "self is null");
        Objects.requireNonNull(exposure, "exposure is null");
        Objects.requireNonNull(plainServer, "plainServer is null");
        Objects.requireNonNull(callTimeout, "callTimeout is null");
        Objects.requireNonNull(sessionIdle, "sessionIdle is null");
        if (mostSessionsPerCaller < 1) {
            throw new IllegalArgumentException("mostSessionsPerCaller is " + mostSessionsPerCaller + ", at least 1");
        }
        if (plainServer.isPresent() != exposure instanceof Exposure.Plain) {
            throw new IllegalArgumentException("plain exposure, and only it, names the one server");
        }
    }
}
