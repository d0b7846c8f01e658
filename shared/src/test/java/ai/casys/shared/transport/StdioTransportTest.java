// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.call;
import static ai.casys.shared.transport.TestServers.legacy;
import static ai.casys.shared.transport.TestServers.options;
import static ai.casys.shared.transport.TestServers.stdio;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StdioTransportTest {

    @Test
    void manyCallsInFlightGetTheirOwnAnswersWhateverTheOrder() {
        try (McpClient client = legacy(stdio("legacy"))) {
            List<McpCall> calls = new ArrayList<>();
            for (int index = 0; index < 200; index++) {
                calls.add(call(client, "late", "{\"millis\":" + (200 - index) + ",\"n\":" + index + "}"));
            }
            for (int index = 0; index < 200; index++) {
                assertThat(calls.get(index)
                                .await(SOON)
                                .tree()
                                .at("/arguments/n")
                                .asInt())
                        .isEqualTo(index);
            }
        }
    }

    @Test
    void bothErasAreRecognised() {
        assertThat(versionOf("legacy")).isEqualTo(ProtocolVersion.V2025_06_18);
        assertThat(versionOf("modern")).isEqualTo(ProtocolVersion.V2026_07_28);
    }

    @Test
    @Tag("slow")
    void aLegacyServerThatIgnoresTheProbeIsRecognisedAfterAWait() {
        assertThat(versionOf("mute")).isEqualTo(ProtocolVersion.V2025_06_18);
    }

    private static ProtocolVersion versionOf(String kind) {
        McpClientOptions options = new McpClientOptions(
                options(Optional.empty(), ServerMessages.IGNORE).client(),
                RawJson.EMPTY_OBJECT,
                Duration.ofSeconds(8),
                Optional.empty(),
                ServerMessages.IGNORE);
        try (McpClient client = McpClient.connect(stdio(kind), options)) {
            assertThat(client.has("tools")).isTrue();
            assertThat(client.listTools(SOON)).extracting(Tool::name).containsExactly("echo", "late");
            return client.server().protocolVersion();
        }
    }

    @Test
    void modernRequestsDescribeThemselvesAndKeepForeignMembers() {
        McpClientOptions options = options(Optional.empty(), ServerMessages.IGNORE);
        try (McpClient client = McpClient.connect(stdio("modern"), options)) {
            RawJson params =
                    RawJson.parse("{\"name\":\"echo\",\"zzz\":1e400,\"_meta\":{\"mine\":[1.0],\"progressToken\":9}}");
            String seen = client.send("tools/call", Optional.of(params), CallListener.NONE)
                    .await(SOON)
                    .toString();
            assertThat(seen)
                    .contains("\"mine\":[1.0]")
                    .contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"")
                    .contains("\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"}")
                    .contains("\"io.modelcontextprotocol/clientCapabilities\":{}")
                    .doesNotContain("progressToken");
            assertThat(client.server().instructions()).contains("be kind");
            assertThat(client.server().implementation().version()).isEqualTo("2");
        }
    }

    @Test
    void aServerThatExitsUponTheProbeIsToldApartAndOpensWithoutIt() {
        McpClientOptions probing = options(Optional.empty(), ServerMessages.IGNORE);
        assertThat(kindOf(() -> McpClient.connect(stdio("fragile"), probing)))
                .isEqualTo(TransportException.Kind.CLOSED_DURING_PROBE);
        try (McpClient client = legacy(stdio("fragile"))) {
            assertThat(client.server().protocolVersion()).isEqualTo(ProtocolVersion.V2025_06_18);
        }
    }

    @Test
    void anUnknownRevisionIsAClearError() {
        assertThatThrownBy(() -> legacy(stdio("future")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("2031-01-01");
    }

    @Test
    void aServerThatNeverAnswersFailsTheHandshakeInTime() {
        McpClientOptions options = new McpClientOptions(
                options(Optional.empty(), ServerMessages.IGNORE).client(),
                RawJson.EMPTY_OBJECT,
                Duration.ofSeconds(1),
                Optional.empty(),
                ServerMessages.IGNORE);
        StdioTransport transport = stdio("silent");
        assertThat(kindOf(() -> McpClient.connect(transport, options))).isEqualTo(TransportException.Kind.TIMEOUT);
        assertThat(transport.pids()).isEmpty();
    }

    @Test
    void deathInTheMiddleOfACallFailsEveryWaitingCallAtOnceWithTheReason() {
        List<String> reasons = new CopyOnWriteArrayList<>();
        ServerMessages listener = new ServerMessages() {
            @Override
            public void notification(JsonRpcNotification notification) {}

            @Override
            public void closed(Optional<String> why) {
                why.ifPresent(reasons::add);
            }
        };
        try (McpClient client = McpClient.connect(stdio("legacy"), options(Optional.of(Era.LEGACY), listener))) {
            McpCall hanging = call(client, "hang", "{}");
            McpCall deadly = call(client, "die", "{}");
            assertThatThrownBy(() -> hanging.await(SOON)).hasMessageContaining("exit code 3");
            assertThat(kindOf(() -> deadly.await(SOON))).isEqualTo(TransportException.Kind.CLOSED);
            assertThat(client.isOpen()).isFalse();
            assertThat(kindOf(() -> call(client, "echo", "{}"))).isEqualTo(TransportException.Kind.CLOSED);
            // The waiting calls are told first, the listener after them.
            TestServers.await(() -> !reasons.isEmpty());
            assertThat(reasons)
                    .singleElement()
                    .asString()
                    .contains("exit code 3")
                    .contains("double is up");
        }
    }

    @Test
    void aCallWithoutAnswerTimesOutIsCancelledAndTheConnectionLivesOn() {
        try (McpClient client = legacy(stdio("legacy"))) {
            McpCall hanging = call(client, "hang", "{}");
            assertThat(kindOf(() -> hanging.await(Duration.ofMillis(50)))).isEqualTo(TransportException.Kind.TIMEOUT);
            McpCall taken = call(client, "hang", "{}");
            taken.cancel("no longer wanted");
            assertThat(kindOf(() -> taken.await(SOON))).isEqualTo(TransportException.Kind.CANCELLED);
            TestServers.await(
                    () -> call(client, "cancelled", "{}").await(SOON).toString().contains("no longer wanted"));
        }
    }

    @Test
    void anAnswerBeyondTheLimitFailsItsOwnCallOnlyWhereverTheIdStands() {
        try (McpClient client = legacy(stdio("legacy"))) {
            McpCall huge = call(client, "big", "{\"bytes\":50000000}");
            McpCall idLast = call(client, "bigIdLast", "{\"bytes\":2000000}");
            McpCall small = call(client, "echo", "{}");
            assertThat(kindOf(() -> huge.await(SOON))).isEqualTo(TransportException.Kind.TOO_LARGE);
            assertThat(kindOf(() -> idLast.await(SOON))).isEqualTo(TransportException.Kind.TOO_LARGE);
            assertThat(small.await(SOON).toString()).contains("echo");
        }
    }

    @Test
    void anAnswerOfFiftyMegabytesWithinTheLimitArrivesWhole() {
        try (McpClient client = legacy(stdio("legacy", 60_000_000, line -> {}))) {
            assertThat(call(client, "big", "{\"bytes\":50000000}").await(SOON).size())
                    .isEqualTo(50_000_011);
        }
    }

    @Test
    void garbageIsPassedOverAndLoggedButAFloodOfItEndsTheConnection() {
        List<String> log = new CopyOnWriteArrayList<>();
        try (McpClient client = legacy(stdio("legacy", 1 << 20, log::add))) {
            call(client, "garbage", "{\"lines\":900}").await(SOON);
            call(client, "garbage", "{\"lines\":900}").await(SOON);
            assertThat(log).contains("stdout: this is no message 900");
            McpCall flood = call(client, "garbage", "{\"lines\":5000}");
            assertThatThrownBy(() -> flood.await(SOON)).hasMessageContaining("1000 lines in a row");
        }
    }

    @Test
    void longLinesOnStandardErrorNeitherBlockNorGrow() {
        List<String> log = new CopyOnWriteArrayList<>();
        try (McpClient client = legacy(stdio("legacy", 1 << 20, log::add))) {
            call(client, "errors", "{\"bytes\":1000000}").await(SOON);
            TestServers.await(() -> log.stream().anyMatch(line -> line.startsWith("eee")));
            assertThat(log).allMatch(line -> line.length() <= 8200);
        }
    }

    @Test
    void aServerThatDoesNotReadItsInputBlocksNobody() {
        try (McpClient deaf = legacy(stdio("legacy"));
                McpClient other = legacy(stdio("legacy"))) {
            call(deaf, "deafen", "{}");
            String large = "{\"text\":\"" + "y".repeat(1 << 20) + "\"}";
            TransportException refused = null;
            for (int count = 0; count < 100 && refused == null; count++) {
                refused = catchThrowableOfType(TransportException.class, () -> call(deaf, "echo", large));
            }
            assertThat(refused).isNotNull().hasMessageContaining("does not read its input");
            assertThat(call(other, "echo", "{}").await(SOON).toString()).contains("echo");
        }
    }

    @Test
    void closingEndsTheServerAndWhatItStarted() {
        StdioTransport transport = stdio("legacy");
        long grandchild;
        List<Long> before;
        try (McpClient client = legacy(transport)) {
            grandchild =
                    call(client, "spawn", "{}").await(SOON).tree().path("pid").longValue();
            before = transport.pids();
            assertThat(before).hasSize(2).contains(grandchild);
        }
        for (long pid : before) {
            TestServers.await(() ->
                    ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true));
        }
        assertThat(transport.pids()).isEmpty();
    }

    @Test
    void aGrandchildIsEndedAlsoWhenItsParentDiesAlone() {
        StdioTransport transport = stdio("legacy");
        try (McpClient client = legacy(transport)) {
            long grandchild =
                    call(client, "spawn", "{}").await(SOON).tree().path("pid").longValue();
            assertThat(transport.pids()).contains(grandchild);
            call(client, "die", "{}");
            TestServers.await(() -> ProcessHandle.of(grandchild)
                    .map(process -> !process.isAlive())
                    .orElse(true));
        }
    }

    @Test
    void progressReachesItsOwnCallUnderOurMark() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (McpClient client = legacy(stdio("legacy"))) {
            RawJson params = RawJson.parse("{\"name\":\"progress\",\"_meta\":{\"progressToken\":\"theirs\"}}");
            client.send(
                            "tools/call",
                            Optional.of(params),
                            progress -> heard.add(progress.message().orElse("")))
                    .await(SOON);
        }
        assertThat(heard).containsExactly("half way");
    }

    @Test
    void questionsOfTheServerAreAnsweredOrRefused() {
        ServerMessages listener = new ServerMessages() {
            @Override
            public void notification(JsonRpcNotification notification) {}

            @Override
            public void closed(Optional<String> reason) {}

            @Override
            public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
                return request.method().equals("roots/list")
                        ? Optional.of(new JsonRpcResult(request.id(), RawJson.parse("{\"roots\":[]}")))
                        : Optional.empty();
            }
        };
        try (McpClient client = McpClient.connect(stdio("legacy"), options(Optional.of(Era.LEGACY), listener))) {
            assertThat(answerTo(client, "ping")).contains("\"result\":{}");
            assertThat(answerTo(client, "roots/list")).contains("\"roots\":[]");
            assertThat(answerTo(client, "sampling/createMessage")).contains("-32601");
        }
    }

    private static String answerTo(McpClient client, String method) {
        return call(client, "ask", "{\"method\":\"" + method + "\"}")
                .await(SOON)
                .toString();
    }

    @Test
    void pagesThatNeverEndAreAnError() {
        try (McpClient client = legacy(stdio("legacy"))) {
            call(client, "loop", "{}").await(SOON);
            assertThatThrownBy(() -> client.listTools(SOON)).hasMessageContaining("repeats a cursor");
        }
    }

    @Test
    void aRefusalKeepsItsCode() {
        try (McpClient client = legacy(stdio("legacy"))) {
            McpCall call = client.send("no/such", Optional.empty(), CallListener.NONE);
            JsonRpcException refusal = catchThrowableOfType(JsonRpcException.class, () -> call.await(SOON));
            assertThat(refusal.error().code()).isEqualTo(-32601);
        }
    }

    @Test
    void aMissingCommandIsAClearError() {
        StdioTransport transport = new StdioTransport(new StdioCommand(
                "no-such-program", List.of(), Map.of("PATH", "/bin"), Optional.empty(), 1024, line -> {}));
        assertThatThrownBy(() -> legacy(transport)).hasMessageContaining("was not found on the PATH");
    }

    private static TransportException.Kind kindOf(ThrowingCallable action) {
        return catchThrowableOfType(TransportException.class, action).kind();
    }
}
