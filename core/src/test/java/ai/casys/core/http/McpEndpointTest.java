// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.RawJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class McpEndpointTest {

    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"files__read_file\"}}";
    private static final String CALL_WITH_PROGRESS =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"files__read_file\",\"_meta\":{\"progressToken\":5}}}";

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aClientOpensASessionListsAndCalls() throws Exception {
        String session = server.open("2025-11-25");

        HttpResponse<String> initialized =
                server.mcp("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "Mcp-Session-Id", session);
        HttpResponse<String> list = server.mcp(LIST, "Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");

        assertThat(initialized.statusCode()).isEqualTo(202);
        assertThat(initialized.body()).isEmpty();
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(tree(list).at("/result/tools/0/name").asString()).isEqualTo("search_tools");
    }

    @Test
    void aResultComesThroughByteForByte() throws Exception {
        String odd = "{\"content\":[{\"type\":\"audio\",\"data\":\"\\u0041\\/==\",\"mimeType\":\"a/b\"}],"
                + "\"n\":[1.0,1e2,-0,12345678901234567890123],\"emoji\":\"\\ud83d\\ude00 😀\",\"isError\":true}";
        server.tools.doing(
                "files:read_file", (arguments, context) -> RawJson.ofTrusted(odd.getBytes(StandardCharsets.UTF_8)));

        HttpResponse<String> answer = server.mcp(CALL, "Mcp-Session-Id", server.open("2025-11-25"));

        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + odd + "}");
    }

    @Test
    void withoutASessionNothingIsAnswered() throws Exception {
        assertThat(server.mcp(LIST).statusCode()).isEqualTo(400);
        assertThat(server.mcp(LIST, "Mcp-Session-Id", "wrong").statusCode()).isEqualTo(404);
        assertThat(tree(server.mcp(LIST, "Mcp-Session-Id", "wrong")).path("id").isNull())
                .isTrue();
    }

    @Test
    void anEndedSessionIsGone() throws Exception {
        String session = server.open("2025-11-25");
        HttpRequest.Builder delete = HttpRequest.newBuilder(server.uri("/mcp")).DELETE();

        assertThat(server.send(delete, "Mcp-Session-Id", session).statusCode()).isEqualTo(204);
        assertThat(server.mcp(LIST, "Mcp-Session-Id", session).statusCode()).isEqualTo(404);
        assertThat(server.send(delete, "Mcp-Session-Id", session).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2024-11-05", "1999-01-01", "2026-07-28", "garbage"})
    void aVersionHeaderThatIsNotTheSessionsIsRefused(String version) throws Exception {
        String session = server.open("2025-11-25");

        assertThat(server.mcp(LIST, "Mcp-Session-Id", session, "MCP-Protocol-Version", version)
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.mcp(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                                "Mcp-Session-Id",
                                session,
                                "MCP-Protocol-Version",
                                version)
                        .statusCode())
                .isEqualTo(version.equals("2026-07-28") ? 202 : 400);
    }

    @Test
    void aStatelessClientLearnsWhichVersionsAreSpoken() throws Exception {
        HttpResponse<String> answer = server.mcp(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2030-01-01\"}}}",
                "MCP-Protocol-Version",
                "2030-01-01");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(tree(answer).at("/error/code").asInt()).isEqualTo(-32022);
        assertThat(tree(answer).path("id").asInt()).isEqualTo(1);
        assertThat(tree(answer).at("/error/data/supported").toString()).contains("2025-11-25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|406",
                "text/event-stream|406",
                "text/html|406",
                "application/json, text/event-stream;q=0|406",
                "*/*|200",
                "application/*, text/*|200",
                "TEXT/EVENT-STREAM, Application/JSON;q=0.5|200"
            })
    void bothKindsOfAnswerMustBeAcceptable(String accept, int status) throws Exception {
        String session = server.open("2025-11-25");

        assertThat(server.mcp(LIST, "Mcp-Session-Id", session, "Accept", accept).statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,415",
        "application/json; charset=utf-16,415",
        "application/x-www-form-urlencoded,415",
        "application/json; charset=UTF-8,200",
        "APPLICATION/JSON,200"
    })
    void onlyJsonIsRead(String type, int status) throws Exception {
        String session = server.open("2025-11-25");

        assertThat(server.mcp(LIST, "Mcp-Session-Id", session, "Content-Type", type)
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void progressTurnsTheAnswerIntoAStream() throws Exception {
        server.tools.doing("files:read_file", (arguments, context) -> {
            context.progress().progressed(1, Optional.of(2.0), Optional.empty());
            context.progress().progressed(2, Optional.of(2.0), Optional.empty());
            return RawJson.parse("{\"content\":[]}");
        });

        HttpResponse<String> answer = server.mcp(CALL_WITH_PROGRESS, "Mcp-Session-Id", server.open("2025-11-25"));

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(events(answer.body()))
                .extracting(event -> event.path("method").asString(""))
                .containsExactly("notifications/progress", "notifications/progress", "");
        assertThat(events(answer.body()).getLast().path("id").asInt()).isEqualTo(7);
    }

    @Test
    void progressArrivesWhileTheCallIsStillRunning() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        server.tools.doing("files:read_file", (arguments, context) -> {
            context.progress().progressed(1, Optional.empty(), Optional.empty());
            return RawJson.parse("{\"content\":[],\"seen\":" + await(seen) + "}");
        });
        HttpRequest request = HttpRequest.newBuilder(server.uri("/mcp"))
                .POST(HttpRequest.BodyPublishers.ofString(CALL_WITH_PROGRESS))
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", "application/json, text/event-stream")
                .setHeader("Mcp-Session-Id", server.open("2025-11-25"))
                .build();

        HttpResponse<InputStream> answer = server.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = reader(answer)) {
            assertThat(nextData(lines)).contains("notifications/progress");
            seen.countDown();
            assertThat(lines.lines()).anyMatch(line -> line.contains("\"seen\":true"));
        }
    }

    @Test
    void aWithdrawnRequestEndsWithoutAnAnswer() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        server.tools.doing("files:read_file", (arguments, context) -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            context.cancellation().onCancel(cancelled::countDown);
            started.countDown();
            await(cancelled);
            return RawJson.parse("{\"content\":[]}");
        });
        String session = server.open("2025-11-25");
        Thread canceller = Thread.ofVirtual().start(() -> {
            await(started);
            try {
                server.mcp(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
                        "Mcp-Session-Id",
                        session);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        HttpResponse<String> answer = server.mcp(CALL, "Mcp-Session-Id", session);
        canceller.join();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(events(answer.body())).isEmpty();
    }

    @Test
    void aClientThatGoesAwayCancelsNothing() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch gone = new CountDownLatch(1);
        server.tools.doing("files:read_file", (arguments, context) -> {
            context.cancellation().onCancel(() -> cancelled.set(true));
            started.countDown();
            await(gone);
            finished.countDown();
            return RawJson.parse("{\"content\":[]}");
        });
        String session = server.open("2025-11-25");
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Accept: application/json, text/event-stream\r\nMcp-Session-Id: " + session
                    + "\r\nContent-Length: " + CALL.length() + "\r\n\r\n" + CALL);
            await(started);
        }
        gone.countDown();

        assertThat(await(finished)).isTrue();
        assertThat(cancelled).isFalse();
    }

    @Test
    void aListenerHearsThatTheToolsHaveChanged() throws Exception {
        server.close();
        try (TestServer all = new TestServer(
                TestServer.settings(1 << 20, false),
                HttpLimits.DEFAULTS.with(Duration.ofSeconds(30), Duration.ofMillis(50)),
                List.of(),
                new Exposure.All())) {
            String session = all.open("2025-11-25");
            HttpRequest request = HttpRequest.newBuilder(all.uri("/mcp"))
                    .setHeader("Accept", "text/event-stream")
                    .setHeader("Mcp-Session-Id", session)
                    .build();
            HttpResponse<InputStream> stream = all.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines = reader(stream)) {
                assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("text/event-stream");
                assertThat(lines.readLine()).isEqualTo("id: 0-0");
                all.tools.server("git", "log");
                all.gateway.toolsChanged();
                String line = "";
                boolean id = false;
                while (!line.startsWith("data: {")) {
                    line = lines.readLine();
                    id |= line.startsWith("id:");
                }
                assertThat(line).contains("notifications/tools/list_changed");
                assertThat(id).isTrue();
                all.send(HttpRequest.newBuilder(all.uri("/mcp")).DELETE(), "Mcp-Session-Id", session);
                assertThat(lines.lines()).noneMatch(rest -> rest.startsWith("data: {"));
            }
        }
    }

    @Test
    void listeningNeedsASessionAndAnEventStream() throws Exception {
        String session = server.open("2025-11-25");

        assertThat(server.get("/mcp", "Accept", "text/event-stream").statusCode())
                .isEqualTo(405);
        assertThat(server.get("/mcp", "Accept", "application/json", "Mcp-Session-Id", session)
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void batchesExistInOneRevisionOnly() throws Exception {
        String batch = "[" + LIST + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"},7]";

        HttpResponse<String> answers = server.mcp(batch, "Mcp-Session-Id", server.open("2025-03-26"));
        HttpResponse<String> refused = server.mcp(batch, "Mcp-Session-Id", server.open("2025-11-25"));
        HttpResponse<String> nothing = server.mcp(
                "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]",
                "Mcp-Session-Id",
                server.open("2025-03-26"));

        assertThat(answers.statusCode()).isEqualTo(200);
        assertThat(tree(answers).valueStream().map(answer -> answer.path("id").asString("")))
                .containsExactlyInAnyOrder("1", "p", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(nothing.statusCode()).isEqualTo(202);
    }

    @Test
    void aBatchIsNotOpenedFromWithinAndNotWithoutEnd() throws Exception {
        String session = server.open("2025-03-26");
        String initialize = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}";

        assertThat(server.mcp("[" + initialize + "]", "Mcp-Session-Id", session).statusCode())
                .isEqualTo(400);
        assertThat(server.mcp("[]", "Mcp-Session-Id", session).statusCode()).isEqualTo(400);
        assertThat(server.mcp("[" + (LIST + ",").repeat(100) + LIST + "]", "Mcp-Session-Id", session)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aResponseOfTheClientIsAcceptedSilently() throws Exception {
        HttpResponse<String> answer = server.mcp(
                "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}", "Mcp-Session-Id", server.open("2025-11-25"));

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String nextData(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data: {")) {
            line = lines.readLine();
        }
        return line;
    }

    private static BufferedReader reader(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static List<JsonNode> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> RawJson.parse(line.substring(6)).tree())
                .toList();
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return RawJson.parse(answer.body()).tree();
    }
}
