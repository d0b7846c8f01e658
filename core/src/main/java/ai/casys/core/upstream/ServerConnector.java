// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.transport.HttpEndpoint;
import ai.casys.shared.transport.HttpTransport;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.SseTransport;
import ai.casys.shared.transport.StdioCommand;
import ai.casys.shared.transport.StdioTransport;
import java.nio.file.Path;
import java.time.Duration;

/** Turns a definition into a transport that is not open yet. */
final class ServerConnector implements Surroundings.Connector {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final Path home;
    private final UpstreamSettings settings;
    private final BaseEnvironment environment;

    ServerConnector(Path home, UpstreamSettings settings, BaseEnvironment environment) {
        this.home = home;
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public McpTransport transport(ServerDefinition definition, String label, ServerLog log) {
        return switch (definition) {
            case ServerDefinition.Stdio stdio -> child(stdio, label, log);
            case ServerDefinition.Http http -> endpoint(http);
        };
    }

    private McpTransport child(ServerDefinition.Stdio stdio, String label, ServerLog log) {
        StdioTransport transport = new StdioTransport(new StdioCommand(
                stdio.command(),
                stdio.arguments(),
                environment.with(stdio.environment()),
                stdio.cwd(),
                settings.maxMessageBytes(),
                log::line));
        return new StdioChild(stdio.name(), transport, ChildFile.of(home, label));
    }

    private McpTransport endpoint(ServerDefinition.Http http) {
        Duration connect =
                settings.startTimeout().compareTo(LONGEST_CONNECT) < 0 ? settings.startTimeout() : LONGEST_CONNECT;
        // Whoever writes the configuration may name any address, those of the own machine included.
        HttpEndpoint endpoint =
                new HttpEndpoint(http.url(), http.headers(), connect, settings.maxMessageBytes(), _ -> true);
        return switch (http.kind()) {
            case STREAMABLE -> new HttpTransport(endpoint);
            case SSE -> new SseTransport(endpoint);
        };
    }
}
