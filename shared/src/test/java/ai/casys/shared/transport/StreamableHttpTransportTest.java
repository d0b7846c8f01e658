// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.call;
import static ai.casys.shared.transport.TestServers.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.ProtocolVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StreamableHttpTransportTest {

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
    };

    @Test
    void aLegacySessionIsOpenedKeptAndEnded() throws IOException {
        try (HttpDouble server = new HttpDouble(false)) {
            try (McpClient client = connect(server.uri("/mcp"), Optional.empty())) {
                assertThat(client.server().protocolVersion()).isEqualTo(ProtocolVersion.V2025_11_25);
                assertThat(call(client, "json", "{}").await(SOON)).hasToString("{\"n\":1}");
            }
            assertThat(server.seen)
                    .contains(
                            "POST server/discover MCP-Protocol-Version=2026-07-28 Mcp-Method=server/discover X-Key=k",
                            "POST initialize X-Key=k",
                            "POST tools/call Mcp-Session-Id=s-1 MCP-Protocol-Version=2025-11-25 X-Key=k",
                            "DELETE  Mcp-Session-Id=s-1 MCP-Protocol-Version=2025-11-25 X-Key=k");
        }
    }

    @Test
    void theStreamOfTheServerIsReadAndTakenUpAgainWhereItBroke() throws IOException {
        try (HttpDouble server = new HttpDouble(false);
                McpClient client = connect(server.uri("/mcp"), Optional.of(Era.LEGACY))) {
            TestServers.await(() -> heard.size() >= 2);
            assertThat(heard).containsOnly("notifications/tools/list_changed");
            assertThat(server.seen)
                    .contains("GET  Mcp-Session-Id=s-1 MCP-Protocol-Version=2025-11-25 Last-Event-ID=e1 X-Key=k");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void eventsMayBeCutAnywhereAndBringNotificationsBeforeTheAnswer() throws IOException {
        try (HttpDouble server = new HttpDouble(false);
                McpClient client = connect(server.uri("/mcp"), Optional.of(Era.LEGACY))) {
            assertThat(call(client, "events", "{}").await(SOON)).hasToString("{\"é\":2}");
            assertThat(heard).contains("notifications/x");
            assertThat(call(client, "lingering", "{}").await(SOON)).hasToString("{}");
            assertThat(call(client, "resumed", "{}").await(SOON)).hasToString("{\"late\":true}");
            assertThatThrownBy(() -> call(client, "cut", "{}").await(SOON)).hasMessageContaining("before the answer");
        }
    }

    @Test
    void modernRequestsNameMethodAndSubjectInHeadersAndCancelByClosingTheStream() throws IOException {
        try (HttpDouble server = new HttpDouble(true);
                McpClient client = connect(server.uri("/mcp"), Optional.empty())) {
            assertThat(client.server().protocolVersion()).isEqualTo(ProtocolVersion.V2026_07_28);
            call(client, "json", "{}").await(SOON);
            assertThat(server.seen)
                    .contains(
                            "POST tools/call MCP-Protocol-Version=2026-07-28 Mcp-Method=tools/call Mcp-Name=json X-Key=k");
            assertThat(catchThrowableOfType(
                                    JsonRpcException.class,
                                    () -> call(client, "größe", "{}").await(SOON))
                            .error()
                            .code())
                    .isEqualTo(-32602);
            assertThat(server.seen).anyMatch(line -> line.contains("Mcp-Name==?base64?Z3LDtsOfZQ==?="));
            McpCall hanging = call(client, "hang", "{}");
            assertThat(kindOf(() -> hanging.await(Duration.ofMillis(300)))).isEqualTo(TransportException.Kind.TIMEOUT);
            TestServers.await(() -> server.seen.contains("cut off"));
            assertThat(server.seen).noneMatch(line -> line.contains("cancelled"));
            assertThat(catchThrowableOfType(
                                    JsonRpcException.class,
                                    () -> client.send("no/such", Optional.empty(), CallListener.NONE)
                                            .await(SOON))
                            .error()
                            .code())
                    .isEqualTo(-32601);
        }
    }

    @Test
    void aForgottenSessionEndsTheConnectionSoThatItIsMadeAnew() throws IOException {
        try (HttpDouble server = new HttpDouble(false);
                McpClient client = connect(server.uri("/mcp"), Optional.of(Era.LEGACY))) {
            server.sessionForgotten = true;
            McpCall call = call(client, "json", "{}");
            assertThatThrownBy(() -> call.await(SOON)).hasMessageContaining("ended the session");
            assertThat(client.isOpen()).isFalse();
            TestServers.await(() -> heard.contains("closed: the server has ended the session"));
        }
    }

    @Test
    void refusalsAndOddAnswersAreClearErrorsOfTheirOwnCall() throws IOException {
        try (HttpDouble server = new HttpDouble(false);
                McpClient client = connect(server.uri("/mcp"), Optional.of(Era.LEGACY))) {
            assertThat(kindOf(() -> call(client, "big", "{}").await(SOON)))
                    .isEqualTo(TransportException.Kind.TOO_LARGE);
            assertThat(kindOf(() -> call(client, "html", "{}").await(SOON)))
                    .isEqualTo(TransportException.Kind.PROTOCOL);
            server.status = 401;
            assertThatThrownBy(() -> call(client, "json", "{}").await(SOON))
                    .hasMessageContaining("needs authorization");
            server.status = 503;
            assertThatThrownBy(() -> call(client, "json", "{}").await(SOON)).hasMessageContaining("503: not today");
            server.status = 0;
            assertThat(call(client, "json", "{}").await(SOON)).hasToString("{\"n\":1}");
        }
    }

    @Test
    void anAnswerWithoutDeclaredLengthIsReadToItsEndWithinTheLimit() throws IOException {
        try (HttpDouble server = new HttpDouble(false);
                McpClient client = connect(server.uri("/mcp"), Optional.of(Era.LEGACY))) {
            for (int size : new int[] {0, 1, 2_000, 2_010, 2_020, 2_048, 2_100, 60_000}) {
                assertThat(call(client, "undeclared-" + size, "{}").await(SOON))
                        .hasToString("\"" + "x".repeat(size) + "\"");
            }
            assertThat(kindOf(() -> call(client, "undeclared-200000", "{}").await(SOON)))
                    .isEqualTo(TransportException.Kind.TOO_LARGE);
            assertThat(server.ports).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void redirectsAreFollowedWithinTheOriginOnly() throws IOException {
        try (HttpDouble server = new HttpDouble(false);
                McpClient client = connect(server.uri("/moved"), Optional.of(Era.LEGACY))) {
            assertThat(call(client, "json", "{}").await(SOON)).hasToString("{\"n\":1}");
            assertThatThrownBy(() -> connect(server.uri("/away"), Optional.of(Era.LEGACY)))
                    .hasMessageContaining("sends us elsewhere");
        }
    }

    @Test
    void connectionsServeAgainWhateverTheFormOfTheAnswer() throws IOException {
        try (HttpDouble server = new HttpDouble(true);
                McpClient client = connect(server.uri("/mcp"), Optional.empty())) {
            for (int index = 0; index < 40; index++) {
                call(client, index % 2 == 0 ? "json" : "events", "{}").await(SOON);
            }
            assertThat(server.ports).hasSizeLessThan(8);
        }
    }

    @Test
    void manyCallsAtOnceGetTheirOwnAnswers() throws IOException {
        try (HttpDouble server = new HttpDouble(true);
                McpClient client = connect(server.uri("/mcp"), Optional.empty())) {
            List<McpCall> calls = new ArrayList<>();
            for (int index = 0; index < 300; index++) {
                calls.add(call(client, index % 2 == 0 ? "json" : "events", "{}"));
            }
            for (int index = 0; index < 300; index++) {
                assertThat(calls.get(index).await(SOON)).hasToString(index % 2 == 0 ? "{\"n\":1}" : "{\"é\":2}");
            }
        }
    }

    @Test
    void nobodyThereAndForbiddenAddressesAreClearErrors() throws IOException {
        URI uri;
        try (HttpDouble server = new HttpDouble(true)) {
            uri = server.uri("/mcp");
            assertThatThrownBy(() -> connect(uri, Optional.empty(), address -> false))
                    .hasMessageContaining("may be reached from here");
        }
        assertThat(kindOf(() -> connect(uri, Optional.empty()))).isEqualTo(TransportException.Kind.CONNECT);
    }

    @Test
    void aConnectionThatEndsAfterTheMessageWasSentIsNotTakenForOneThatNeverWas() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket connection = server.accept()) {
                        connection.getInputStream().read();
                    } catch (IOException _) {
                        return;
                    }
                }
            });
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
            assertThat(kindOf(() -> connect(uri, Optional.of(Era.LEGACY)))).isEqualTo(TransportException.Kind.CLOSED);
        }
    }

    @Test
    void anAnswerWhoseHeadNeverEndsFailsItsCallWithoutFillingTheMemory() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                byte[] noise = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
                while (!server.isClosed()) {
                    try (Socket connection = server.accept()) {
                        connection
                                .getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
                        while (true) {
                            connection.getOutputStream().write(noise);
                        }
                    } catch (IOException _) {
                        // The client has gone, or the test.
                    }
                }
            });
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
            assertThat(kindOf(() -> connect(uri, Optional.of(Era.LEGACY)))).isEqualTo(TransportException.Kind.CLOSED);
        }
    }

    @Test
    void addressesWithCredentialsOrOtherSchemesAreRefused() {
        for (String uri : List.of("ftp://x/", "http:/x", "http://user:secret@x/mcp")) {
            assertThatThrownBy(() -> endpoint(URI.create(uri), address -> true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private McpClient connect(URI uri, Optional<Era> era) {
        return connect(uri, era, address -> true);
    }

    private McpClient connect(URI uri, Optional<Era> era, Predicate<InetAddress> permitted) {
        return McpClient.connect(new StreamableHttpTransport(endpoint(uri, permitted)), options(era, listener));
    }

    private static HttpEndpoint endpoint(URI uri, Predicate<InetAddress> permitted) {
        return new HttpEndpoint(uri, Map.of("X-Key", "k"), Duration.ofSeconds(5), 100_000, permitted);
    }

    private static TransportException.Kind kindOf(ThrowingCallable action) {
        return catchThrowableOfType(TransportException.class, action).kind();
    }
}
