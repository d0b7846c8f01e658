// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One entry of an {@code mcpServers} file. */
sealed interface LocalServer {

    /** The key of the entry. */
    String name();

    /** A program to start; its environment may hold secrets. */
    record Program(
            String name,
            String command,
            List<String> arguments,
            Map<String, String> environment,
            Optional<Path> directory)
            implements LocalServer {
        public Program {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(command, "command is null");
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            Objects.requireNonNull(directory, "directory is null");
        }
    }

    /** A server that runs already; its headers may hold secrets. */
    record Address(String name, URI uri, Map<String, String> headers) implements LocalServer {
        public Address {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(uri, "uri is null");
            headers = Map.copyOf(headers);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "it must be an http or https address without credentials, like http://localhost:8080/mcp");
            }
        }
    }

    /** A server that is not to be used, and why. */
    record Skipped(String name, String reason) implements LocalServer {
        public Skipped {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(reason, "reason is null");
        }
    }
}
