// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.await;
import static ai.casys.shared.transport.TestServers.call;
import static ai.casys.shared.transport.TestServers.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.ProgressParams;
import ai.casys.shared.mcp.ProtocolVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SseTransportTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ServerMessages listener = new ServerMessages() {
        @Override
        public void notification(JsonRpcNotification notification) {
            heard.add(notification.method());
        }

        @Override
        public void closed(Optional<String> reason) {
            heard.add("closed: " + reason.orElse(""));
        }

        @Override
        public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
            return Optional.of(new JsonRpcResult(request.id(), RawJson.parse("{\"roots\":[]}")));
        }
    };

    @Test
    void aServerOf2024IsOpenedAndSpeaksOnItsStream() throws IOException {
        try (SseDouble server = new SseDouble();
                McpClient client = connect(new SseTransport(server.endpoint()))) {
            assertThat(client.server().protocolVersion()).isEqualTo(ProtocolVersion.V2024_11_05);
            assertThat(call(client, "a", "{}").await(SOON)).hasToString("{\"tool\":\"a\"}");
            server.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
            await(() -> heard.contains("notifications/message"));
            server.event("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}");
            await(() -> server.received.contains(
                    new JsonRpcResult(new RequestId.TextId("q"), RawJson.parse("{\"roots\":[]}"))));
            assertThat(server.posts).containsOnly("/messages?session=1 X-Key=k");
            assertThat(server.received)
                    .filteredOn(JsonRpcRequest.class::isInstance)
                    .extracting(message -> ((JsonRpcRequest) message).method())
                    .containsExactly("initialize", "tools/call");
        }
    }

    @Test
    void progressAndCancellationWorkAsOverAnyLegacyTransport() throws IOException {
        try (SseDouble server = new SseDouble();
                McpClient client = connect(new SseTransport(server.endpoint()))) {
            CallListener hearer = new CallListener() {
                @Override
                public void progress(ProgressParams progress) {
                    heard.add("progress " + progress.progress());
                }
            };
            McpCall call = client.send("tools/call", Optional.of(RawJson.parse("{\"name\":\"hang\"}")), hearer);
            server.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                    + call.id() + ",\"progress\":3}}");
            await(() -> heard.contains("progress 3.0"));
            call.cancel("enough");
            await(() -> server.received.stream()
                    .anyMatch(message -> message instanceof JsonRpcNotification note
                            && note.method().equals("notifications/cancelled")));
        }
    }

    @Test
    void anAddressThatRefusesStreamableHttpIsTriedTheOldWay() throws IOException {
        for (int status : List.of(400, 404, 405)) {
            try (SseDouble server = new SseDouble()) {
                server.refusal = status;
                server.refusalBody = status == 400
                        ? "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,"
                                + "\"message\":\"no session\"}}"
                        : "nothing here";
                for (Optional<Era> era : List.of(Optional.<Era>empty(), Optional.of(Era.LEGACY))) {
                    try (McpClient client =
                            McpClient.connect(new HttpTransport(server.endpoint()), options(era, listener))) {
                        assertThat(client.server().protocolVersion()).isEqualTo(ProtocolVersion.V2024_11_05);
                        assertThat(call(client, "a", "{}").await(SOON)).hasToString("{\"tool\":\"a\"}");
                    }
                    server.hangUp();
                }
            }
        }
        assertThat(heard).allMatch(line -> line.equals("closed: it was closed")).hasSize(6);
    }

    @Test
    void aRefusalOfAnotherKindStaysWhatItIs() throws IOException {
        try (SseDouble server = new SseDouble()) {
            server.refusal = 404;
            server.refusalBody = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}";
            assertThatThrownBy(() -> connect(new HttpTransport(server.endpoint())))
                    .isInstanceOf(JsonRpcException.class);
            server.refusal = 503;
            server.refusalBody = "later";
            assertThatThrownBy(() -> connect(new HttpTransport(server.endpoint())))
                    .hasMessageContaining("503: later");
            server.refusal = 405;
            server.place = Optional.empty();
            assertThatThrownBy(() -> connect(new HttpTransport(server.endpoint())))
                    .hasMessageContaining("HTTP status 405");
        }
    }

    @Test
    void messagesGoToNoOtherOrigin() throws IOException {
        try (SseDouble server = new SseDouble()) {
            for (String place : List.of(
                    "http://127.0.0.1:1/messages",
                    "https://127.0.0.1/messages",
                    "//example.com/messages",
                    "http://user@127.0.0.1:" + server.uri("/").getPort() + "/messages",
                    "file:///etc/passwd",
                    "not a place")) {
                server.place = Optional.of(place);
                assertThat(kindOf(() -> connect(new SseTransport(server.endpoint()))))
                        .as(place)
                        .isEqualTo(TransportException.Kind.PROTOCOL);
                server.hangUp();
            }
            assertThat(server.posts).isEmpty();
            server.place = Optional.of(server.uri("/messages?session=2").toString());
            try (McpClient client = connect(new SseTransport(server.endpoint()))) {
                assertThat(client.isOpen()).isTrue();
            }
        }
    }

    @Test
    void aServerThatNamesNoPlaceIsGivenUp() throws IOException {
        try (SseDouble server = new SseDouble()) {
            server.place = Optional.empty();
            assertThat(kindOf(() -> connect(new SseTransport(server.endpoint()))))
                    .isEqualTo(TransportException.Kind.TIMEOUT);
        }
        try (ScriptServer server =
                new ScriptServer(false, (_, exchange, _) -> ScriptServer.json(exchange, 200, "{}"))) {
            assertThat(kindOf(() -> connect(new SseTransport(server.endpoint()))))
                    .isEqualTo(TransportException.Kind.PROTOCOL);
        }
        try (ScriptServer server =
                new ScriptServer(false, (_, exchange, _) -> ScriptServer.json(exchange, 401, "{}"))) {
            assertThat(kindOf(() -> connect(new SseTransport(server.endpoint()))))
                    .isEqualTo(TransportException.Kind.UNAUTHORIZED);
        }
    }

    @Test
    void theEndOfTheStreamEndsTheConnectionAndEveryCall() throws IOException {
        try (SseDouble server = new SseDouble();
                McpClient client = connect(new SseTransport(server.endpoint()))) {
            McpCall call = call(client, "hang", "{}");
            await(() -> server.received.size() >= 3);
            server.hangUp();
            assertThat(kindOf(() -> call.await(SOON))).isEqualTo(TransportException.Kind.CLOSED);
            assertThat(client.isOpen()).isFalse();
            await(() -> heard.contains("closed: the server ended its stream"));
        }
    }

    @Test
    void aSessionThatTheServerHasForgottenEndsTheConnection() throws IOException {
        try (SseDouble server = new SseDouble();
                McpClient client = connect(new SseTransport(server.endpoint()))) {
            server.postStatus = 500;
            assertThat(kindOf(() -> call(client, "a", "{}").await(SOON)))
                    .isEqualTo(TransportException.Kind.HTTP_STATUS);
            assertThat(client.isOpen()).isTrue();
            server.postStatus = 404;
            assertThatThrownBy(() -> call(client, "a", "{}").await(SOON)).isInstanceOf(TransportException.class);
            await(() -> !client.isOpen());
        }
    }

    @Test
    void hugeAndBrokenEventsCostNoMoreThanTheirOwnCall() throws IOException {
        try (SseDouble server = new SseDouble();
                McpClient client = connect(new SseTransport(server.endpoint()))) {
            McpCall hanging = call(client, "hang", "{}");
            assertThat(kindOf(() -> call(client, "big", "{}").await(SOON)))
                    .isEqualTo(TransportException.Kind.TOO_LARGE);
            assertThat(call(client, "broken", "{}").await(SOON)).hasToString("{}");
            server.event(ScriptServer.answer(new JsonRpcRequest(hanging.id(), "x", Optional.empty()), "{\"late\":1}"));
            assertThat(hanging.await(SOON)).hasToString("{\"late\":1}");
        }
    }

    @Test
    void manyCallsShareTheStream() throws IOException {
        try (SseDouble server = new SseDouble();
                McpClient client = connect(new SseTransport(server.endpoint()))) {
            List<McpCall> calls = new CopyOnWriteArrayList<>();
            for (int index = 0; index < 200; index++) {
                calls.add(call(client, "t" + index, "{}"));
            }
            for (int index = 0; index < 200; index++) {
                assertThat(calls.get(index).await(Duration.ofSeconds(20))).hasToString("{\"tool\":\"t" + index + "\"}");
            }
        }
    }

    private McpClient connect(McpTransport transport) {
        return McpClient.connect(transport, options(Optional.empty(), listener));
    }

    private static TransportException.Kind kindOf(ThrowingCallable action) {
        return catchThrowableOfType(TransportException.class, action).kind();
    }
}
