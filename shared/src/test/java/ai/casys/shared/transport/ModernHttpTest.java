// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.await;
import static ai.casys.shared.transport.TestServers.call;
import static ai.casys.shared.transport.TestServers.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What only a server of revision 2026-07-28 does over HTTP. */
class ModernHttpTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final SubscriptionListener hearer = new SubscriptionListener() {
        @Override
        public void acknowledged(RawJson notifications) {
            heard.add("acknowledged " + notifications);
        }

        @Override
        public void notification(JsonRpcNotification notification) {
            heard.add(notification.method());
        }

        @Override
        public void ended(String reason, Optional<JsonRpcError> refusal) {
            heard.add("ended " + refusal.map(JsonRpcError::code).orElse(0));
        }
    };

    @Test
    void parametersAreMirroredAfterTheListWasReadAndBadDefinitionsAreLeftOut() throws IOException {
        try (ScriptServer server = new ScriptServer(true, (script, exchange, message) -> {
                    JsonRpcRequest request = (JsonRpcRequest) message.orElseThrow();
                    ScriptServer.result(
                            exchange, request, request.method().equals("tools/list") ? tools("Region") : "{}");
                });
                McpClient client = connect(server)) {
            assertThat(client.listTools(SOON)).extracting(Tool::name).containsExactly("query");
            call(client, "query", "{\"region\":\" eu \"}").await(SOON);
            assertThat(server.headers.getLast().get("Mcp-param-region")).containsExactly("=?base64?IGV1IA==?=");
            call(client, "other", "{\"region\":\"eu\"}").await(SOON);
            assertThat(server.headers.getLast()).doesNotContainKey("Mcp-param-region");
        }
    }

    @Test
    void aCallRefusedForItsHeadersIsMadeOnceMoreWithThoseOfTheNewDefinition() throws IOException {
        AtomicInteger refusals = new AtomicInteger();
        try (ScriptServer server = new ScriptServer(true, (script, exchange, message) -> {
                    JsonRpcRequest request = (JsonRpcRequest) message.orElseThrow();
                    boolean complete = exchange.getRequestHeaders().containsKey("Mcp-Param-Region");
                    if (request.method().equals("tools/list")) {
                        ScriptServer.result(exchange, request, tools("Region"));
                    } else if (complete && !request.toString().contains("never")) {
                        ScriptServer.result(exchange, request, "{\"done\":true}");
                    } else {
                        refusals.incrementAndGet();
                        ScriptServer.json(exchange, 400, mismatch(request));
                    }
                });
                McpClient client = connect(server)) {
            assertThat(call(client, "query", "{\"region\":\"eu\"}").await(SOON)).hasToString("{\"done\":true}");
            assertThat(refusals).hasValue(1);
            McpCall never = call(client, "query", "{\"region\":\"never\"}");
            assertThat(refusal(never)).isEqualTo(-32020);
            McpCall unknown = call(client, "unknown", "{\"region\":\"eu\"}");
            assertThat(refusal(unknown)).isEqualTo(-32020);
            assertThat(refusals).hasValue(3);
        }
    }

    @Test
    void aSubscriptionHearsWhatItsStreamBringsUntilTheServerEndsIt() throws IOException {
        try (ScriptServer server = new ScriptServer(true, (script, exchange, message) -> {
                    JsonRpcRequest request = (JsonRpcRequest) message.orElseThrow();
                    OutputStream out = acknowledged(exchange, request);
                    note(out, "notifications/tools/list_changed", request);
                    script.end.await();
                    ScriptServer.write(out, "data: " + ScriptServer.answer(request, "{}") + "\n\n");
                });
                McpClient client = connect(server)) {
            Subscription subscription = client.listen(RawJson.parse("{\"toolsListChanged\":true}"), hearer);
            await(() -> heard.size() == 2);
            assertThat(heard)
                    .containsExactly("acknowledged {\"toolsListChanged\":true}", "notifications/tools/list_changed");
            assertThat(subscription.isOpen()).isTrue();
            assertThat(server.received.getLast().toString()).contains("\"notifications\":{\"toolsListChanged\":true}");
            server.end.countDown();
            await(() -> heard.contains("ended 0"));
            assertThat(subscription.isOpen()).isFalse();
        }
    }

    @Test
    void aStreamThatBreaksOrIsRefusedEndsTheSubscriptionAlone() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        try (ScriptServer server = new ScriptServer(true, (script, exchange, message) -> {
                    JsonRpcRequest request = (JsonRpcRequest) message.orElseThrow();
                    if (turn.incrementAndGet() == 1) {
                        acknowledged(exchange, request);
                    } else {
                        ScriptServer.json(
                                exchange,
                                404,
                                "{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                        + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
                    }
                });
                McpClient client = connect(server)) {
            client.listen(RawJson.EMPTY_OBJECT, hearer);
            await(() -> heard.contains("ended 0"));
            client.listen(RawJson.EMPTY_OBJECT, hearer);
            await(() -> heard.contains("ended -32601"));
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void closingASubscriptionClosesItsStreamAndSendsNothing() throws IOException {
        List<String> cut = new CopyOnWriteArrayList<>();
        try (ScriptServer server = new ScriptServer(true, (script, exchange, message) -> {
                    OutputStream out = acknowledged(exchange, (JsonRpcRequest) message.orElseThrow());
                    try {
                        while (script.end.getCount() > 0) {
                            ScriptServer.write(out, ":\n");
                        }
                    } catch (IOException e) {
                        cut.add("cut");
                        throw e;
                    }
                });
                McpClient client = connect(server)) {
            Subscription subscription = client.listen(RawJson.EMPTY_OBJECT, hearer);
            await(() -> !heard.isEmpty());
            subscription.close();
            subscription.close();
            await(() -> cut.contains("cut"));
            assertThat(heard).containsExactly("acknowledged {\"toolsListChanged\":true}", "ended 0");
            assertThat(server.received).noneMatch(JsonRpcNotification.class::isInstance);
        }
    }

    @Test
    void aServerThatRefusesTheRevisionAndNamesItIsAskedOnceMore() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        try (ScriptServer server = new ScriptServer(false, (script, exchange, message) -> {
            JsonRpcRequest request = (JsonRpcRequest) message.orElseThrow();
            if (turn.incrementAndGet() == 1) {
                ScriptServer.json(
                        exchange,
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                + ",\"error\":{\"code\":-32022,\"message\":\"no\",\"data\":{\"supported\":[\"2026-07-28\"]}}}");
            } else {
                ScriptServer.result(exchange, request, "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}");
            }
        })) {
            try (McpClient client = connect(server)) {
                assertThat(client.isOpen()).isTrue();
            }
            assertThat(turn).hasValue(2);
        }
    }

    @Test
    void endlessEventsAndEndlessBodiesFailTheirCallAtOnce() throws IOException {
        try (ScriptServer server = new ScriptServer(true, (script, exchange, message) -> {
                    JsonRpcMessage request = message.orElseThrow();
                    exchange.getResponseHeaders()
                            .set(
                                    "Content-Type",
                                    request.toString().contains("event") ? "text/event-stream" : "application/json");
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    while (script.end.getCount() > 0) {
                        ScriptServer.write(out, "data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n");
                    }
                });
                McpClient client = connect(server)) {
            for (String name : List.of("event", "body")) {
                McpCall call = call(client, name, "{}");
                assertThat(catchThrowableOfType(TransportException.class, () -> call.await(SOON))
                                .kind())
                        .isEqualTo(TransportException.Kind.TOO_LARGE);
            }
        }
    }

    private static OutputStream acknowledged(HttpExchange exchange, JsonRpcRequest request) throws IOException {
        OutputStream out = ScriptServer.stream(exchange);
        ScriptServer.write(
                out,
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                        + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + request.id()
                        + "},\"notifications\":{\"toolsListChanged\":true}}}\n\n");
        return out;
    }

    private static void note(OutputStream out, String method, JsonRpcRequest request) throws IOException {
        ScriptServer.write(
                out,
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"" + method
                        + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + request.id()
                        + "}}}\n\n");
    }

    private static String tools(String header) {
        return "{\"tools\":[{\"name\":\"query\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"region\":"
                + "{\"type\":\"string\",\"x-mcp-header\":\"" + header + "\"}}}},{\"name\":\"bad\",\"inputSchema\":"
                + "{\"properties\":{\"region\":{\"type\":\"number\",\"x-mcp-header\":\"N\"}}}}]}";
    }

    private static String mismatch(JsonRpcRequest request) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"error\":{\"code\":-32020,\"message\":\"headers\"}}";
    }

    private static int refusal(McpCall call) {
        return catchThrowableOfType(JsonRpcException.class, () -> call.await(SOON))
                .error()
                .code();
    }

    private static McpClient connect(ScriptServer server) {
        return McpClient.connect(
                new HttpTransport(server.endpoint()), options(Optional.empty(), ServerMessages.IGNORE));
    }
}
