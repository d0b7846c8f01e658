// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the transport tests share: how to start the double, how to wait. */
final class TestServers {

    static final Duration SOON = Duration.ofSeconds(20);

    static {
        // The JDK's server closes connections beyond 200 idle ones, and a call may just be on its way on one of them.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private TestServers() {}

    /** A server of the JDK on a free port, not started. */
    static HttpServer http() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    }

    static List<String> javaCommand() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx600m",
                "-cp",
                System.getProperty("java.class.path"),
                DoubleServer.class.getName()));
    }

    static StdioTransport stdio(String kind, int maxMessageBytes, Consumer<String> log) {
        List<String> command = javaCommand();
        command.add(kind);
        return new StdioTransport(new StdioCommand(
                command.getFirst(),
                command.subList(1, command.size()),
                Map.of("PATH", System.getenv("PATH")),
                Optional.empty(),
                maxMessageBytes,
                log));
    }

    static StdioTransport stdio(String kind) {
        return stdio(kind, 1 << 20, line -> {});
    }

    static McpClientOptions options(Optional<Era> era, ServerMessages listener) {
        return new McpClientOptions(new Implementation("test", "1"), RawJson.EMPTY_OBJECT, SOON, era, listener);
    }

    static McpClient legacy(StdioTransport transport) {
        return McpClient.connect(transport, options(Optional.of(Era.LEGACY), ServerMessages.IGNORE));
    }

    static McpCall call(McpClient client, String tool, String arguments) {
        String params = "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
        return client.send("tools/call", Optional.of(RawJson.parse(params)), CallListener.NONE);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within " + SOON);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
