// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one server is at one moment. Holds no secret.
 *
 * @param state such as {@code ready}, {@code starting}, {@code backing_off}
 * @param builtin whether it is part of the program
 * @param since when it entered its state
 * @param protocolVersion the revision it speaks, once it is known
 * @param restarts how often it had to be started again
 * @param lastError why it is, or last was, not ready
 * @param logFile where its own words are
 */
public record ServerSummary(
        String name,
        String state,
        boolean builtin,
        int tools,
        Optional<Instant> since,
        Optional<String> protocolVersion,
        int restarts,
        Optional<String> lastError,
        Optional<String> logFile) {
    public ServerSummary {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(since, "since is null");
        Objects.requireNonNull(protocolVersion, "protocolVersion is null");
        Objects.requireNonNull(lastError, "lastError is null");
        Objects.requireNonNull(logFile, "logFile is null");
    }
}
