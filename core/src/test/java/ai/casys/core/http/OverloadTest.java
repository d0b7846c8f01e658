// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.transport.HttpEndpoint;
import ai.casys.shared.transport.HttpTransport;
import ai.casys.shared.transport.TransportException;
import ai.casys.shared.transport.TransportListener;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is too much is refused at once, and says when to come again. */
@Timeout(60)
final class OverloadTest {

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"files__read_file\"}}";

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private TestServer server(int perCaller, int inAll) {
        TestServer server = new TestServer(
                TestServer.settings(1 << 20, false),
                new HttpLimits(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        perCaller,
                        inAll,
                        1,
                        1,
                        20_000),
                List.of(),
                new Exposure.All());
        server.tools.doing("files:read_file", (arguments, context) -> {
            running.countDown();
            try {
                assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return RawJson.parse("{\"content\":[]}");
        });
        return server;
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 429", "100, 1, 503"})
    void oneRequestTooManyIsRefusedWhoeverSendsIt(int perCaller, int inAll, int status) throws Exception {
        try (TestServer server = server(perCaller, inAll)) {
            String session = server.open("2025-11-25");
            Thread first = Thread.ofVirtual().start(() -> {
                try {
                    assertThat(server.mcp(CALL, "Mcp-Session-Id", session).statusCode())
                            .isEqualTo(200);
                } catch (java.io.IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> refused = server.mcp(CALL.replace(":1,", ":2,"), "Mcp-Session-Id", session);
            HttpResponse<String> rest = server.post("/api/v1/call", "{\"name\":\"files__read_file\"}");
            JsonRpcMessage overStdio = passedOn(server);
            release.countDown();
            first.join();

            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            JsonNode error = JsonMapper.shared().readTree(refused.body()).path("error");
            assertThat(error.path("code").asInt()).isEqualTo(ErrorCategory.OVERLOADED.jsonRpcCode());
            assertThat(rest.statusCode()).isEqualTo(status);
            assertThat(rest.headers().firstValue("Retry-After")).hasValue("1");
            // What the bridge of the command line hands to its client, under the id of the request.
            JsonRpcFailure failure = assertInstanceOf(JsonRpcFailure.class, overStdio);
            assertThat(failure.error().code()).isEqualTo(ErrorCategory.OVERLOADED.jsonRpcCode());
            assertThat(failure.id()).hasValue(new RequestId.IntegerId(77));
            assertThat(server.mcp(CALL, "Mcp-Session-Id", session).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aServerWithTooManyCallsIsNamedToEveryKindOfClient() throws Exception {
        try (TestServer server = server(100, 100)) {
            server.tools.doing("files:write_file", (arguments, context) -> {
                throw new CasysException(ErrorCategory.OVERLOADED, "server \"files\" has 64 calls under way");
            });
            String call = CALL.replace("read_file", "write_file");
            HttpResponse<String> answer = server.mcp(call, "Mcp-Session-Id", server.open("2025-11-25"));
            HttpResponse<String> rest = server.post("/api/v1/call", "{\"name\":\"files__write_file\"}");

            JsonNode error = JsonMapper.shared().readTree(answer.body()).path("error");
            assertThat(error.path("code").asInt()).isEqualTo(ErrorCategory.OVERLOADED.jsonRpcCode());
            assertThat(error.path("message").asString()).contains("\"files\"");
            assertThat(rest.statusCode()).isEqualTo(429);
            assertThat(rest.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void oneStreamTooManyIsRefused() throws Exception {
        try (TestServer server = server(100, 100);
                EventConnection _ = EventConnection.get(
                        server.server.port(), "/mcp", "Mcp-Session-Id", server.open("2025-11-25"))) {
            HttpResponse<String> refused =
                    server.get("/mcp", "Accept", "text/event-stream", "Mcp-Session-Id", server.open("2025-11-25"));

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(server.get("/sse", "Accept", "text/event-stream").statusCode())
                    .isEqualTo(429);
        }
    }

    private static JsonRpcMessage passedOn(TestServer server) throws InterruptedException {
        BlockingQueue<JsonRpcMessage> messages = new LinkedBlockingQueue<>();
        try (HttpTransport transport = new HttpTransport(
                new HttpEndpoint(server.uri("/mcp"), Map.of(), Duration.ofSeconds(10), 1 << 20, _ -> true))) {
            transport.start(new Listener(messages));
            transport.send(new JsonRpcRequest(
                    new RequestId.IntegerId(77),
                    "tools/call",
                    Optional.of(RawJson.parse("{\"name\":\"files__read_file\"}"))));
            return Optional.ofNullable(messages.poll(20, TimeUnit.SECONDS)).orElseThrow();
        }
    }

    private record Listener(BlockingQueue<JsonRpcMessage> messages) implements TransportListener {

        @Override
        public void message(JsonRpcMessage message) {
            messages.add(message);
        }

        @Override
        public void failed(RequestId request, TransportException problem) {
            throw new AssertionError(problem);
        }

        @Override
        public void problem(String description) {}

        @Override
        public void closed(Optional<String> reason) {}
    }
}
