// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.transport.HttpEndpoint;
import ai.casys.shared.transport.HttpTransport;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.McpClientOptions;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.ServerMessages;
import ai.casys.shared.transport.StdioCommand;
import ai.casys.shared.transport.StdioTransport;
import ai.casys.shared.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Opens a connection to each server of a file, each on a virtual thread of its own, asks for the tools and closes it
 * again, which ends what was started. A server that hangs costs nobody else's time.
 */
public final class ServerCheck {

    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final BaseEnvironment environment;
    private final Duration deadline;
    private final Implementation identity;

    /**
     * A check.
     *
     * @param environment our own environment, of which servers get the harmless part
     * @param deadline for each server, from its start to its list of tools
     * @param identity how we introduce ourselves
     */
    public ServerCheck(Map<String, String> environment, Duration deadline, Implementation identity) {
        this.environment = new BaseEnvironment(environment);
        this.deadline = deadline;
        this.identity = identity;
    }

    /**
     * Checks all servers of a file; the reports keep its order.
     *
     * @throws BadServerFileException if the file cannot be used
     * @throws InterruptedException if the thread is interrupted; all servers are ended then
     */
    public List<ServerReport> run(Path file) throws InterruptedException {
        List<LocalServer> servers = new ServerFile(file).read();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServerReport>> running = new ArrayList<>();
            servers.forEach(server -> running.add(threads.submit(() -> report(server))));
            List<ServerReport> reports = new ArrayList<>();
            try {
                for (Future<ServerReport> one : running) {
                    reports.add(one.get());
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a check broke down", e);
            }
            return List.copyOf(reports);
        }
    }

    private ServerReport report(LocalServer server) {
        long begin = System.nanoTime();
        return switch (server) {
            case LocalServer.Program program -> report(program.name(), begin, () -> child(program));
            case LocalServer.Address address -> report(address.name(), begin, () -> endpoint(address));
            case LocalServer.Skipped skipped -> new ServerReport.Skipped(skipped.name(), skipped.reason());
        };
    }

    private ServerReport report(String name, long begin, Supplier<McpTransport> transport) {
        try {
            return working(name, transport.get(), begin, Optional.empty());
        } catch (TransportException e) {
            if (e.kind() != TransportException.Kind.CLOSED_DURING_PROBE) {
                return broken(name, e);
            }
        } catch (JsonRpcException e) {
            return refused(name, e);
        }
        try {
            return working(name, transport.get(), begin, Optional.of(Era.LEGACY));
        } catch (TransportException e) {
            return broken(name, e);
        } catch (JsonRpcException e) {
            return refused(name, e);
        }
    }

    private McpTransport child(LocalServer.Program program) {
        return new StdioTransport(new StdioCommand(
                program.command(),
                program.arguments(),
                environment.with(program.environment()),
                program.directory(),
                MAX_MESSAGE_BYTES,
                line -> {}));
    }

    private McpTransport endpoint(LocalServer.Address address) {
        return new HttpTransport(
                new HttpEndpoint(address.uri(), address.headers(), deadline, MAX_MESSAGE_BYTES, any -> true));
    }

    private ServerReport working(String name, McpTransport transport, long begin, Optional<Era> era) {
        McpClientOptions options =
                new McpClientOptions(identity, RawJson.EMPTY_OBJECT, left(begin), era, ServerMessages.IGNORE);
        try (McpClient client = McpClient.connect(transport, options)) {
            int tools = client.has("tools") ? client.listTools(left(begin)).size() : 0;
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            return new ServerReport.Working(
                    name, client.server().protocolVersion().text(), tools, millis);
        }
    }

    private Duration left(long begin) {
        Duration left = deadline.minusNanos(System.nanoTime() - begin);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private static ServerReport refused(String name, JsonRpcException refusal) {
        return new ServerReport.Broken(
                name,
                "the server refused: " + refusal.getMessage(),
                "look at the messages of the server itself, and update it");
    }

    private ServerReport broken(String name, TransportException problem) {
        String remedy = switch (problem.kind()) {
            case CONNECT -> "install or start the program, or correct \"command\", \"cwd\" or \"url\"";
            case CLOSED, CLOSED_DURING_PROBE, SESSION_LOST ->
                "start the command by hand to see what it says; often an argument or a variable in \"env\" is missing";
            case TIMEOUT ->
                "start the command by hand; if it only needs longer (a first download, say), raise --timeout, now "
                        + deadline.toSeconds() + " s";
            case UNSUPPORTED_VERSION -> "update the server or the connector, whichever is older";
            case UNAUTHORIZED -> "put a valid Authorization into \"headers\" of the server";
            case PROTOCOL, TOO_LARGE, OVERLOADED, HTTP_STATUS ->
                "the server does not keep to the protocol: update it, or tell its authors";
            case CANCELLED -> "run the check again";
        };
        return new ServerReport.Broken(name, String.valueOf(problem.getMessage()), remedy);
    }
}
