// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
final class HostileHttpTest {

    private static final int LIMIT = 64 * 1024;
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private final TestServer server = TestServer.brief(LIMIT);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}x",
                "\"text\"",
                "7"
            })
    void whatIsNoMessageIsRefusedWithAnError(String body) throws Exception {
        HttpResponse<String> answer = server.mcp(body, "Mcp-Session-Id", server.open("2025-11-25"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RawJson.parse(answer.body()).tree().at("/error/code").asInt())
                .isIn(-32700, -32600);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", ".java");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":" + "[".repeat(20_000)
                + "]".repeat(20_000) + "}";

        assertThat(server.mcp(deep, "Mcp-Session-Id", server.open("2025-11-25")).statusCode())
                .isEqualTo(400);
        assertThat(server.post("/api/v1/call", "{\"name\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNotUtf8IsRefused() throws Exception {
        byte[] bad = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"p\u00ffng\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/mcp"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bad))
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", "*/*");

        assertThat(server.send(request, "Mcp-Session-Id", server.open("2025-11-25"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherItsSizeIsToldOrNot() throws Exception {
        String session = server.open("2025-11-25");
        String huge =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"" + "y".repeat(LIMIT) + "\"}}";
        HttpRequest.Builder chunked = HttpRequest.newBuilder(server.uri("/mcp"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(huge.getBytes(StandardCharsets.UTF_8))))
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", "*/*");

        assertThat(server.mcp(huge, "Mcp-Session-Id", session).statusCode()).isEqualTo(413);
        assertThat(server.send(chunked, "Mcp-Session-Id", session).statusCode()).isEqualTo(413);
        assertThat(server.mcp(PING, "Mcp-Session-Id", session).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws Exception {
        String start = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"";
        String body = start + "y".repeat(LIMIT - start.length() - 3) + "\"}}";

        assertThat(body).hasSize(LIMIT);
        assertThat(server.mcp(body, "Mcp-Session-Id", server.open("2025-11-25")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://casys.example.evil.example",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "http://127.0.0.1.nip.example",
                "null",
                "file://",
                "https://casys.example:444",
                "x"
            })
    void aForeignOriginIsRefusedEverywhere(String origin) throws Exception {
        for (String path : List.of("/", "/health/live", "/api/v1/about", "/api/v1/tools", "/mcp", "/nowhere")) {
            assertThat(server.get(path, "Origin", origin).statusCode()).isEqualTo(403);
        }
        assertThat(server.mcp(PING, "Origin", origin).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:6274",
                "http://127.0.0.1",
                "http://[::1]:8080",
                "https://casys.example",
                "https://app.example"
            })
    void aKnownOriginIsLetIn(String origin) throws Exception {
        assertThat(server.get("/api/v1/about", "Origin", origin).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyAnOriginThatTheOperatorNamedMayReadAnswers() throws Exception {
        HttpRequest.Builder preflight =
                HttpRequest.newBuilder(server.uri("/mcp")).method("OPTIONS", HttpRequest.BodyPublishers.noBody());

        assertThat(server.send(preflight, "Origin", "https://app.example")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .contains("https://app.example");
        assertThat(server.get("/api/v1/about", "Origin", "http://localhost:1")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example,403",
        "evil.example:3003,403",
        "localhost.evil.example,403",
        "127.0.0.1.nip.example,403",
        "localhost,200",
        "LOCALHOST:1,200",
        "127.0.0.1:3003,200",
        "[::1]:3003,200",
        "gateway.internal,200",
        "casys.example,200"
    })
    void onlyItsOwnNamesReachTheServer(String host, int status) throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send("GET /api/v1/about HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

            assertThat(connection.readAll()).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "garbage\r\n\r\n"
            })
    void aMalformedRequestIsRefusedWithoutATrace(String request) throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(request);
            String answer = connection.readAll();

            assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d.*");
            assertThat(answer).doesNotContain("Exception", "\tat ", "Jetty", "jetty");
        }
    }

    @Test
    void aBodyInChunksThatAreNoneIsRefusedWithoutShowingTheInside() throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n5\r\n\r\n0\r\n\r\n");
            String answer = connection.readAll();

            assertThat(answer).startsWith("HTTP/1.1 400");
            assertThat(answer).contains("the body could not be read to its end").doesNotContain("Exception", "jetty");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=\"", "application/json; charset=", "application/json; charset=\u00ff"
            })
    void aCharacterSetThatIsNoneIsRefused(String type) throws Exception {
        for (String path : List.of("/mcp", "/api/v1/call")) {
            try (RawConnection connection = new RawConnection(server.server.port())) {
                connection.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                        + type + "\r\nContent-Length: 2\r\n\r\n{}");

                assertThat(connection.readAll()).startsWith("HTTP/1.1 415");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\u00ed\u00a0\u0080\"}",
                "{\"name\":\"a\",\"arguments\":{\"\":\"\u00ed\u00a0\u0080\"}}"
            })
    void whatIsNotUtf8IsRefusedByTheRestInterfaceToo(String body) throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send("POST /api/v1/call HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

            assertThat(connection.readAll()).startsWith("HTTP/1.1 400").contains("Invalid UTF-8");
        }
    }

    @Test
    void hugeHeadersAreRefused() throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(60_000) + "\r\n\r\n");

            assertThat(connection.readAll()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void aClientThatNeverFinishesIsCutOff() throws Exception {
        try (RawConnection head = new RawConnection(server.server.port());
                RawConnection body = new RawConnection(server.server.port())) {
            head.send("GET / HTTP/1.1\r\nHost: loc");
            body.send("POST /api/v1/call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{\"na");

            assertThat(head.readAll()).doesNotContain("200 OK");
            assertThat(body.readAll()).doesNotContain("200 OK");
        }
    }

    @Test
    void aLongCallOutlivesTheIdleTimeOfItsConnection() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.tools.doing("files:read_file", (arguments, context) -> {
            try {
                boolean released = never.await(2_500, TimeUnit.MILLISECONDS);
                return RawJson.parse("{\"content\":[],\"released\":" + released + "}");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        HttpResponse<String> answer = server.mcp(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"files__read_file\"}}",
                "Mcp-Session-Id",
                server.open("2025-11-25"));

        assertThat(answer.body()).contains("\"released\":false");
    }

    @Test
    @Tag("slow")
    void anyMangledMessageGetsAnAnswerAndTheServerLives() throws Exception {
        String session = server.open("2025-11-25");
        byte[] good =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__read_file\"}}}"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20260101);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            for (int edit = 0; edit <= random.nextInt(4); edit++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/mcp"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bad))
                    .setHeader("Content-Type", "application/json")
                    .setHeader("Accept", "*/*");

            HttpResponse<String> answer = server.send(request, "Mcp-Session-Id", session);

            assertThat(answer.statusCode()).isLessThan(500);
            assertThat(answer.body()).doesNotContain("Internal error", "Exception");
        }
    }
}
