// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A configuration file of a client.
 *
 * @param servers what it names, in its order; empty when there is a problem
 * @param problem why it cannot be read, a sentence for a person
 */
public record FoundConfig(Client client, Path file, List<FoundServer> servers, Optional<String> problem) {

    public FoundConfig {
        Objects.requireNonNull(client, "client is null");
        Objects.requireNonNull(file, "file is null");
        servers = List.copyOf(servers);
        Objects.requireNonNull(problem, "problem is null");
    }
}
