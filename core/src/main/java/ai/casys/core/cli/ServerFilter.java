// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server whose tools are meant, said before or after the word of a command of {@code casys tools}. */
final class ServerFilter {

    private @Nullable String server;

    @Option(names = "--server", paramLabel = "NAME", description = "Only the tools of this server.")
    void server(@Nullable String name) {
        if (name != null) {
            server = name;
        }
    }

    Optional<String> server() {
        return Optional.ofNullable(server);
    }
}
