// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the engine is at one moment.
 *
 * @param mode {@code local} or {@code cloud}
 * @param tools tools that can be called now
 * @param sessions open sessions of clients
 * @param virtualServers by name
 * @param problems what a person should look at, one sentence each; none when all is well
 */
public record EngineStatus(
        String version,
        String mode,
        Instant startedAt,
        boolean ready,
        int tools,
        int sessions,
        List<String> problems,
        List<VirtualServerSummary> virtualServers,
        List<ServerSummary> servers) {
    public EngineStatus {
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(startedAt, "startedAt is null");
        problems = List.copyOf(problems);
        virtualServers = List.copyOf(virtualServers);
        servers = List.copyOf(servers);
    }
}
