// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one server behind the gateway is at one moment. Holds no secret.
 *
 * @param state such as {@code ready}, {@code starting}, {@code backing_off}
 * @param since when it entered its state
 * @param lastError why it is, or last was, not ready
 */
public record ServerSummary(String name, String state, int tools, Optional<Instant> since, Optional<String> lastError) {
    public ServerSummary {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(since, "since is null");
        Objects.requireNonNull(lastError, "lastError is null");
    }
}
