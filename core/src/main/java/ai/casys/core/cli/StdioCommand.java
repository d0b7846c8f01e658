// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.shared.transport.HttpEndpoint;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.StreamableHttpTransport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code casys stdio}: MCP on the standard streams, for clients that start their servers themselves. */
@Command(
        name = "stdio",
        description = "Speak MCP on standard input and output; starts the engine of this home if none runs.")
final class StdioCommand implements Callable<Integer> {

    private static final int LARGEST_MESSAGE = 128 << 20;

    @Mixin
    private final Session session;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config file of an engine that has to be started.")
    private @Nullable Path config;

    StdioCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        EngineLocator locator = session.locator();
        StdioBridge bridge = new StdioBridge(
                () -> locator.runningOrStarted(Optional.ofNullable(config)),
                StdioCommand::transport,
                System.in,
                new FileOutputStream(FileDescriptor.out));
        return bridge.run();
    }

    private static McpTransport transport(EngineAddress engine) {
        return new StreamableHttpTransport(new HttpEndpoint(
                engine.resolve("/mcp"),
                engine.token()
                        .map(token -> Map.of("Authorization", "Bearer " + token))
                        .orElse(Map.of()),
                Duration.ofSeconds(10),
                LARGEST_MESSAGE,
                _ -> true));
    }
}
