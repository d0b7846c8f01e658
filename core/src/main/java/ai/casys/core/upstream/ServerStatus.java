// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.transport.ServerFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about one server at one moment. Holds no secret: error texts and log lines are redacted.
 *
 * @param since when it entered its state
 * @param facts what it said about itself the last time it was ready
 * @param toolCount tools it listed the last time it was ready
 * @param lastError why it is, or last was, not ready
 * @param nextAttempt when it is tried again, while it is backing off or its circuit is open
 * @param restarts how often it was connected anew after having been ready
 * @param pid its process, for a running local server
 * @param lastLines the end of what it wrote to its standard error, oldest first
 */
public record ServerStatus(
        String name,
        ServerState state,
        Instant since,
        Optional<ServerFacts> facts,
        int toolCount,
        Optional<String> lastError,
        Optional<Instant> nextAttempt,
        int restarts,
        Optional<Long> pid,
        Path logFile,
        List<String> lastLines) {

    public ServerStatus {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(since, "since is null");
        Objects.requireNonNull(facts, "facts is null");
        Objects.requireNonNull(lastError, "lastError is null");
        Objects.requireNonNull(nextAttempt, "nextAttempt is null");
        Objects.requireNonNull(pid, "pid is null");
        Objects.requireNonNull(logFile, "logFile is null");
        lastLines = List.copyOf(lastLines);
    }
}
