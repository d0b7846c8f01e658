// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.TransportListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StdioBridgeTest {

    private final List<FakeEngine> engines = new ArrayList<>();

    /** Answers every request at once, ends instead of answering {@code die}. */
    private static final class FakeEngine implements McpTransport {

        private final List<JsonRpcMessage> received = new CopyOnWriteArrayList<>();
        private final List<JsonRpcMessage> tooEarly = new CopyOnWriteArrayList<>();
        private final List<RequestId> abandoned = new CopyOnWriteArrayList<>();
        private Optional<ProtocolVersion> version = Optional.empty();
        private Optional<TransportListener> listener = Optional.empty();

        @Override
        public void start(TransportListener receiver) {
            listener = Optional.of(receiver);
        }

        @Override
        public void send(JsonRpcMessage message) {
            received.add(message);
            if (!(message instanceof JsonRpcRequest request)) {
                return;
            }
            TransportListener receiver = listener.orElseThrow();
            if (request.method().equals("initialize")) {
                // The answer comes from another thread, as over HTTP; until then nothing else may come.
                Thread.ofVirtual().start(() -> {
                    LockSupport.parkNanos(20_000_000);
                    tooEarly.addAll(received.subList(received.indexOf(message) + 1, received.size()));
                    answer(receiver, request);
                });
                return;
            }
            if (request.method().equals("subscriptions/listen")) {
                receiver.message(new JsonRpcNotification("notifications/subscriptions/acknowledged", Optional.empty()));
                return;
            }
            if (request.method().equals("tools/call")) {
                receiver.message(new JsonRpcFailure(
                        Optional.of(request.id()), new JsonRpcError(McpErrors.HEADER_MISMATCH, "headers")));
                return;
            }
            if (request.method().equals("tools/list")) {
                receiver.message(new JsonRpcResult(
                        request.id(),
                        RawJson.parse("{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\","
                                + "\"properties\":{\"r\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}]}")));
                return;
            }
            if (request.method().equals("die")) {
                receiver.closed(Optional.of("killed"));
                return;
            }
            answer(receiver, request);
        }

        private static void answer(TransportListener receiver, JsonRpcRequest request) {
            receiver.message(new JsonRpcResult(
                    request.id(),
                    RawJson.parse(
                            request.method().equals("initialize")
                                    ? "{\"protocolVersion\":\"2025-06-18\"}"
                                    : "{\"method\":\"" + request.method() + "\"}")));
        }

        @Override
        public void send(JsonRpcMessage message, Map<String, String> headers) {
            if (message instanceof JsonRpcRequest request && headers.containsKey("Mcp-Param-Region")) {
                listener.orElseThrow().message(new JsonRpcResult(request.id(), RawJson.parse("{\"region\":\"seen\"}")));
            } else {
                send(message);
            }
        }

        @Override
        public void protocolVersion(ProtocolVersion spoken) {
            version = Optional.of(spoken);
        }

        @Override
        public boolean abandon(RequestId request) {
            abandoned.add(request);
            return true;
        }

        @Override
        public String description() {
            return "fake";
        }

        @Override
        public void close() {}
    }

    @Test
    void messagesPassInBothDirectionsAndTheRevisionIsRemembered() {
        List<String> lines = run("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":"two","method":"prompts/list"}
                """);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("\"id\":\"two\"", "prompts/list");
        assertThat(engines.getFirst().version).contains(ProtocolVersion.V2025_06_18);
    }

    @Test
    void whatIsNoMessageIsAnsweredAndTheNextOneStillPasses() {
        List<String> lines = run("""
                this is no JSON

                {"jsonrpc":"1.0","id":3,"method":"x"}
                {"jsonrpc":"2.0","id":4,"method":"ping"}
                """);
        assertThat(lines.get(0)).contains("-32700");
        assertThat(lines.get(1)).contains("-32600");
        assertThat(lines.get(2)).contains("\"id\":4");
    }

    @Test
    void whenTheEngineEndsOpenQuestionsFailAndTheSessionIsOpenedAnew() {
        List<String> lines = run("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"a":1}}
                {"jsonrpc":"2.0","id":2,"method":"die"}
                {"jsonrpc":"2.0","id":3,"method":"ping"}
                """);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("\"id\":2", "\"error\"", "not known");
        assertThat(lines.get(2)).contains("\"id\":3", "\"result\"");
        assertThat(engines).hasSize(2);
        assertThat(engines.get(1).received).hasSize(3);
        assertThat(engines.get(1).received.getFirst())
                .isInstanceOfSatisfying(
                        JsonRpcRequest.class,
                        request -> assertThat(request.method()).isEqualTo("initialize"));
    }

    @Test
    void messagesOfTheStatelessEraGoTheirOwnWayBesideASession() {
        List<String> lines = run("""
                {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
                {"jsonrpc":"2.0","id":2,"method":"initialize","params":{}}
                {"jsonrpc":"2.0","id":3,"method":"prompts/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
                """);

        assertThat(lines).hasSize(3);
        assertThat(engines).hasSize(2);
        assertThat(engines.get(0).version).contains(ProtocolVersion.V2026_07_28);
        assertThat(engines.get(0).received).hasSize(2);
        assertThat(engines.get(1).version).contains(ProtocolVersion.V2025_06_18);
        assertThat(engines.get(1).received).hasSize(1);
    }

    @Test
    void takingAStatelessRequestBackClosesItsResponseAndNothingIsAnswered() {
        List<String> lines = run("""
                {"jsonrpc":"2.0","id":"s","method":"subscriptions/listen","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
                {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"s"}}
                """);

        assertThat(lines).singleElement().asString().contains("acknowledged");
        assertThat(engines.getFirst().abandoned).containsExactly(new RequestId.TextId("s"));
        assertThat(engines.getFirst().received).hasSize(1);
    }

    @Test
    void aCallThatLacksHeadersIsSentAgainWithThem() {
        List<String> lines = run("""
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{"r":"x"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"other","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
                """);

        assertThat(lines).hasSize(2);
        assertThat(lines).anyMatch(line -> line.contains("\"id\":1") && line.contains("seen"));
        assertThat(lines).anyMatch(line -> line.contains("\"id\":2") && line.contains("-32020"));
    }

    @Test
    void aBatchIsAnsweredAsABatch() {
        List<String> lines = run("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}
                [{"jsonrpc":"2.0","id":2,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},7,{"jsonrpc":"2.0","id":3,"method":"ping"}]
                [{"jsonrpc":"2.0","method":"notifications/x"}]
                [7]
                """);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("[").contains("\"id\":2", "\"id\":3", "-32600");
        assertThat(lines.get(2)).startsWith("[").contains("-32600");
    }

    private List<String> run(String input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdioBridge bridge = new StdioBridge(
                () -> new EngineAddress(URI.create("http://127.0.0.1:1"), Optional.empty()),
                _ -> {
                    FakeEngine engine = new FakeEngine();
                    engines.add(engine);
                    return engine;
                },
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out);
        assertThat(bridge.run()).isZero();
        assertThat(engines).allSatisfy(engine -> assertThat(engine.tooEarly).isEmpty());
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
