// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of an {@code mcpServers} file.
 *
 * @param name the key of the entry
 * @param start how it is started; empty when it is not a local server, or disabled
 * @param skipped why there is nothing to start; present exactly when {@code start} is not
 */
record LocalServer(String name, Optional<Start> start, Optional<String> skipped) {

    LocalServer {
        Objects.requireNonNull(name, "name is null");
        if (start.isPresent() == skipped.isPresent()) {
            throw new IllegalArgumentException("either a start or a reason to skip");
        }
    }

    /** A command line; the environment may hold secrets. */
    record Start(String command, List<String> arguments, Map<String, String> environment, Optional<Path> directory) {
        Start {
            Objects.requireNonNull(command, "command is null");
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            Objects.requireNonNull(directory, "directory is null");
        }
    }

    static LocalServer started(String name, Start start) {
        return new LocalServer(name, Optional.of(start), Optional.empty());
    }

    static LocalServer skipped(String name, String reason) {
        return new LocalServer(name, Optional.empty(), Optional.of(reason));
    }
}
