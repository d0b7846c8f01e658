// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Audience;
import ai.casys.core.api.Caller;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that read slowly or never, or send byte by byte: they lose their connection, and cost nobody else anything. */
@Tag("slow")
@Timeout(120)
final class SlowClientsTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final TestServer server = new TestServer(
            TestServer.settings(MEBIBYTE, false),
            new HttpLimits(
                    SHORT,
                    Duration.ofMillis(200),
                    SHORT,
                    Duration.ofSeconds(10),
                    1,
                    HttpLimits.DEFAULTS.requests(),
                    HttpLimits.DEFAULTS.streamsPerCaller(),
                    HttpLimits.DEFAULTS.streams(),
                    HttpLimits.DEFAULTS.connections()),
            List.of(),
            new Exposure.All());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anAnswerThatIsNeverReadHoldsItsPlaceForAShortTimeOnly() throws Exception {
        String large = "x".repeat(8 * MEBIBYTE);
        CountDownLatch answered = new CountDownLatch(1);
        server.tools.doing("files:read_file", (arguments, context) -> {
            answered.countDown();
            return text(large);
        });
        String session = server.open("2025-11-25");
        try (Socket deaf = deaf()) {
            send(deaf, post("/mcp", call("files__read_file"), "Mcp-Session-Id: " + session + "\r\n"));
            assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();

            // One request at a time is this caller's limit, so the next one is let in when the first is given up.
            until(() -> server.mcp(call("files__write_file"), "Mcp-Session-Id", session)
                            .statusCode()
                    == 200);
            assertThat(drain(deaf)).isLessThan(8L * MEBIBYTE);
        }
    }

    @Test
    void aStreamThatIsNeverReadIsCutOffAndKeepsNoMoreThanItsLimit() throws Exception {
        String session = server.open("2025-11-25");
        server.mcp(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"debug\"}}",
                "Mcp-Session-Id",
                session);
        try (Socket deaf = deaf();
                EventConnection other = EventConnection.get(
                        server.server.port(), "/mcp", "Mcp-Session-Id", server.open("2025-11-25"))) {
            send(
                    deaf,
                    "GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nMcp-Session-Id: " + session
                            + "\r\n\r\n");
            // Its head is the first that comes; from then on nothing is read.
            assertThat(deaf.getInputStream().read()).isEqualTo('H');
            RawJson message = RawJson.parse("{\"level\":\"info\",\"data\":\"" + "y".repeat(64 << 10) + "\"}");
            for (int i = 0; i < 1_000; i++) {
                server.gateway.notified(
                        "files",
                        new JsonRpcNotification("notifications/message", Optional.of(message)),
                        new Audience.User(Caller.LOCAL.owner()));
            }
            server.tools.server("git", "log");
            server.gateway.toolsChanged();

            assertThat(other.next().orElseThrow().data()).isEmpty();
            assertThat(other.next().orElseThrow().data()).contains("list_changed");
            assertThat(drain(deaf)).isLessThan(40L * MEBIBYTE);
        }
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void progressThatIsNeverReadDoesNotHoldUpTheCall() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        String step = "z".repeat(16 << 10);
        server.tools.doing("files:read_file", (arguments, context) -> {
            for (int i = 1; i <= 4_000; i++) {
                context.progress().progressed(i, Optional.empty(), Optional.of(step));
            }
            done.countDown();
            return text("done");
        });
        String session = server.open("2025-11-25");
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"files__read_file\","
                        + "\"_meta\":{\"progressToken\":\"t\"}}}";
        try (Socket deaf = deaf()) {
            send(deaf, post("/mcp", call, "Mcp-Session-Id: " + session + "\r\n"));

            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            until(() -> server.mcp(call("files__write_file"), "Mcp-Session-Id", session)
                            .statusCode()
                    == 200);
            assertThat(drain(deaf)).isLessThan(64L * MEBIBYTE);
        }
    }

    @Test
    void aHeadThatComesByteByByteIsNotWaitedForWithoutEnd() throws Exception {
        try (Socket slow = deaf()) {
            send(slow, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");

            assertThat(bytesTaken(slow)).isLessThan(4_000);
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatComesByteByByteIsNotWaitedForWithoutEnd() throws Exception {
        String session = server.open("2025-11-25");
        try (Socket slow = deaf()) {
            send(
                    slow,
                    "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 8000\r\n\r\n{\"a\":\"");

            assertThat(bytesTaken(slow)).isLessThan(4_000);
            until(() -> server.mcp(call("files__write_file"), "Mcp-Session-Id", session)
                            .statusCode()
                    == 200);
        }
    }

    /** How many bytes, one every few milliseconds, it takes until the server closes. */
    private static int bytesTaken(Socket slow) {
        for (int sent = 0; sent < 8_000; sent++) {
            try {
                slow.getOutputStream().write('x');
                if (slow.getInputStream().available() > 0) {
                    return sent;
                }
            } catch (IOException _) {
                return sent;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return 8_000;
    }

    /** A client with little room for what it does not read. */
    private Socket deaf() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Everything that is still on its way, up to the end that the server has made. */
    private static long drain(Socket socket) {
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                total += read;
            }
        } catch (IOException _) {
            // A connection that was cut ends like this as well.
        }
        return total;
    }

    private interface Attempt {
        boolean succeeds() throws IOException, InterruptedException;
    }

    private static void until(Attempt attempt) throws IOException, InterruptedException {
        long end = System.nanoTime() + 40_000_000_000L;
        while (!attempt.succeeds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static String post(String path, String body, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n" + headers + "\r\n"
                + body;
    }

    private static String call(String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\"}}";
    }

    private static RawJson text(String text) {
        return RawJson.ofTrusted(
                ("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}").getBytes(StandardCharsets.US_ASCII));
    }
}
