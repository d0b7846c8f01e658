// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.await;
import static ai.casys.shared.transport.TestServers.call;
import static ai.casys.shared.transport.TestServers.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.ProgressParams;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Streams of revisions 2025-03-26 to 2025-11-25: what they carry beside an answer, and how they are taken up again. */
class LegacyStreamsTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Says on the stream of a call what a test wants. */
    private interface Answer {
        void give(ScriptServer server, HttpExchange exchange, JsonRpcRequest request)
                throws IOException, InterruptedException;
    }

    @Test
    void aCallHearsAndAnswersWhatComesOnItsOwnStreamInOrder() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        try (ScriptServer server = server(
                        (script, exchange, request) -> {
                            OutputStream out = ScriptServer.stream(exchange);
                            for (int step = 1; step <= 200; step++) {
                                event(
                                        out,
                                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                                + "{\"progressToken\":" + request.id() + ",\"progress\":" + step
                                                + "}}");
                            }
                            event(out, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
                            event(out, "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\"}");
                            answered.await();
                            event(out, ScriptServer.answer(request, "{\"ok\":true}"));
                        },
                        message -> {
                            if (message instanceof JsonRpcResult) {
                                answered.countDown();
                            }
                        });
                McpClient client = connect(server)) {
            McpCall call = client.send("tools/call", Optional.of(RawJson.EMPTY_OBJECT), new CallListener() {
                @Override
                public void progress(ProgressParams progress) {
                    heard.add("progress " + (int) progress.progress());
                }

                @Override
                public void notification(JsonRpcNotification notification) {
                    heard.add(notification.method());
                }

                @Override
                public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
                    return Optional.of(new JsonRpcResult(request.id(), RawJson.parse("{\"action\":\"accept\"}")));
                }
            });
            assertThat(call.await(SOON)).hasToString("{\"ok\":true}");
            List<String> expected = new ArrayList<>();
            for (int step = 1; step <= 200; step++) {
                expected.add("progress " + step);
            }
            expected.add("notifications/message");
            assertThat(heard).isEqualTo(expected);
            assertThat(server.received)
                    .contains(new JsonRpcResult(new RequestId.TextId("q"), RawJson.parse("{\"action\":\"accept\"}")));
        }
    }

    @Test
    void aServerMayHaveUsPollForItsAnswerAsLongAsItLikes() throws IOException {
        AtomicInteger polls = new AtomicInteger();
        try (ScriptServer server = streams(
                        (script, exchange, request) -> {
                            ScriptServer.write(
                                    ScriptServer.stream(exchange), "id: c-" + request.id() + "\nretry: 5\ndata:\n\n");
                        },
                        (exchange, last) -> {
                            OutputStream out = ScriptServer.stream(exchange);
                            if (polls.incrementAndGet() > 8) {
                                event(
                                        out,
                                        "{\"jsonrpc\":\"2.0\",\"id\":" + last.substring(2) + ",\"result\":{\"n\":1}}");
                            }
                        });
                McpClient client = connect(server)) {
            assertThat(call(client, "slow", "{}").await(SOON)).hasToString("{\"n\":1}");
            assertThat(polls).hasValue(9);
        }
    }

    @Test
    void aStreamThatBreaksMidwayIsTakenUpAgainDespiteAServerInTrouble() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        try (ScriptServer server = streams(
                        (script, exchange, request) -> {
                            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                            exchange.sendResponseHeaders(200, 100_000);
                            ScriptServer.write(
                                    exchange.getResponseBody(),
                                    "id: c-" + request.id() + "\nretry: 5\ndata:\n\nid: lost\ndata: {\"json");
                        },
                        (exchange, last) -> {
                            if (attempts.incrementAndGet() == 1) {
                                ScriptServer.json(exchange, 503, "");
                                return;
                            }
                            heard.add(last.substring(0, 2));
                            event(
                                    ScriptServer.stream(exchange),
                                    "{\"jsonrpc\":\"2.0\",\"id\":" + last.substring(2) + ",\"result\":{\"n\":2}}");
                        });
                McpClient client = connect(server)) {
            assertThat(call(client, "slow", "{}").await(SOON)).hasToString("{\"n\":2}");
            assertThat(attempts).hasValue(2);
            assertThat(heard).containsExactly("c-");
        }
    }

    @Test
    void aStreamThatCannotBeTakenUpAgainIsAClearError() throws IOException {
        try (ScriptServer server = streams(
                        (script, exchange, request) -> {
                            ScriptServer.write(ScriptServer.stream(exchange), "id: c-1\nretry: 5\ndata:\n\n");
                        },
                        (exchange, last) -> ScriptServer.json(exchange, 405, ""));
                McpClient client = connect(server)) {
            assertThatThrownBy(() -> call(client, "slow", "{}").await(SOON)).hasMessageContaining("before the answer");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aCallThatIsTakenBackStopsPolling() throws IOException {
        AtomicInteger polls = new AtomicInteger();
        try (ScriptServer server = streams(
                        (script, exchange, request) -> {
                            ScriptServer.write(ScriptServer.stream(exchange), "id: c-1\nretry: 5\ndata:\n\n");
                        },
                        (exchange, last) -> {
                            polls.incrementAndGet();
                            ScriptServer.stream(exchange);
                        });
                McpClient client = connect(server)) {
            McpCall call = call(client, "slow", "{}");
            await(() -> polls.get() > 2);
            call.cancel("enough");
            await(() -> server.received.stream()
                    .anyMatch(message -> message.toString().contains("enough")));
            int before = polls.get();
            assertThat(client.isOpen()).isTrue();
            await(() -> {
                call(client, "other", "{}");
                return server.received.size() > 10;
            });
            assertThat(polls.get()).isGreaterThanOrEqualTo(before);
        }
    }

    private static ScriptServer server(Answer answer, java.util.function.Consumer<JsonRpcMessage> rest)
            throws IOException {
        return new ScriptServer(false, (script, exchange, message) -> {
            if (message.isPresent() && message.get() instanceof JsonRpcRequest request) {
                answer.give(script, exchange, request);
                return;
            }
            message.ifPresent(rest);
            exchange.sendResponseHeaders(message.isPresent() ? 202 : 405, -1);
        });
    }

    /** What a GET with Last-Event-ID gets. */
    private interface Resumed {
        void give(HttpExchange exchange, String lastId) throws IOException;
    }

    private static ScriptServer streams(Answer answer, Resumed resumed) throws IOException {
        return new ScriptServer(false, (script, exchange, message) -> {
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            if (message.isPresent() && message.get() instanceof JsonRpcRequest request) {
                answer.give(script, exchange, request);
            } else if (last != null) {
                resumed.give(exchange, last);
            } else {
                exchange.sendResponseHeaders(message.isPresent() ? 202 : 405, -1);
            }
        });
    }

    private static void event(OutputStream out, String data) throws IOException {
        ScriptServer.write(out, "data: " + data + "\n\n");
    }

    private static McpClient connect(ScriptServer server) {
        return McpClient.connect(
                new HttpTransport(server.endpoint()), options(Optional.of(Era.LEGACY), ServerMessages.IGNORE));
    }
}
