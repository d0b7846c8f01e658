// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of {@code mcpServers}, variables expanded. Two definitions are equal exactly when a running server need not
 * be restarted for the change from one to the other. {@code toString} never shows environment values or headers.
 */
public sealed interface ServerDefinition {

    /** The name, {@code [a-z0-9][a-z0-9-]{0,31}}. */
    String name();

    /** A program that speaks MCP on its standard streams. */
    record Stdio(
            String name, String command, List<String> arguments, Map<String, String> environment, Optional<Path> cwd)
            implements ServerDefinition {
        public Stdio {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(command, "command is null");
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            Objects.requireNonNull(cwd, "cwd is null");
        }

        @Override
        public String toString() {
            return "Stdio[" + name + ": " + command + ", environment " + environment.keySet() + "]";
        }
    }

    /** A server reached by streamable HTTP, or by the older HTTP with SSE. */
    record Http(String name, HttpKind kind, URI url, Map<String, String> headers) implements ServerDefinition {
        public Http {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(kind, "kind is null");
            Objects.requireNonNull(url, "url is null");
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Http[" + name + ": " + url.getScheme() + "://" + url.getHost() + ", headers " + headers.keySet()
                    + "]";
        }
    }

    /** The two HTTP transports of MCP. */
    enum HttpKind {
        /** Streamable HTTP (2025-03-26 and later). */
        STREAMABLE,
        /** HTTP with SSE (2024-11-05). */
        SSE
    }
}
