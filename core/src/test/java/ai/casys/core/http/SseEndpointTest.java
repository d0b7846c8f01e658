// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transport of revision 2024-11-05. */
@Timeout(60)
final class SseEndpointTest {

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    private final TestServer server = new TestServer(
            TestServer.settings(1 << 20, false),
            HttpLimits.DEFAULTS.with(Duration.ofSeconds(30), Duration.ofMillis(200)),
            List.of(),
            new Exposure.All());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anOldClientOpensCallsHearsProgressAndNews() throws Exception {
        server.tools.doing("files:read_file", (arguments, context) -> {
            context.progress().progressed(1, Optional.empty(), Optional.empty());
            return RawJson.parse("{\"content\":[]}");
        });
        try (EventConnection stream = EventConnection.get(server.server.port(), "/sse")) {
            String address = address(stream);
            assertThat(server.post(address, INITIALIZE).statusCode()).isEqualTo(202);
            assertThat(stream.next().orElseThrow().data()).contains("\"protocolVersion\":\"2024-11-05\"");
            server.post(address, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            server.post(
                    address,
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":"
                            + "{\"name\":\"files__read_file\",\"_meta\":{\"progressToken\":5}}}");
            assertThat(stream.next().orElseThrow().data()).contains("notifications/progress");
            EventConnection.Event answer = stream.next().orElseThrow();
            assertThat(answer.data()).contains("\"id\":2", "\"result\"");
            assertThat(answer.type()).isEqualTo("message");
            assertThat(answer.id()).isEmpty();
            server.tools.server("git", "log");
            server.gateway.toolsChanged();
            assertThat(stream.next().orElseThrow().data()).contains("tools/list_changed");
        }
        awaitNoSession();
    }

    @Test
    void withoutInitializeNothingIsAnsweredButAnError() throws Exception {
        try (EventConnection stream = EventConnection.get(server.server.port(), "/sse")) {
            server.post(address(stream), "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");

            assertThat(stream.next().orElseThrow().data()).contains("\"error\"", "initialize");
        }
    }

    @Test
    void aStreamOpensOneSession() throws Exception {
        try (EventConnection stream = EventConnection.get(server.server.port(), "/sse")) {
            String address = address(stream);
            server.post(address, INITIALIZE);
            stream.next();
            server.post(address, INITIALIZE);

            assertThat(stream.next().orElseThrow().data()).contains("\"error\"");
            assertThat(server.gateway.sessionCount()).isEqualTo(1);
        }
    }

    @Test
    void wrongAddressesBodiesAndOriginsAreRefused() throws Exception {
        assertThat(server.post("/messages", INITIALIZE).statusCode()).isEqualTo(404);
        assertThat(server.post("/messages?session=guess", INITIALIZE).statusCode())
                .isEqualTo(404);
        assertThat(server.get("/sse", "Accept", "text/event-stream", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.get("/sse/nowhere", "Accept", "text/event-stream").statusCode())
                .isEqualTo(404);
        try (EventConnection stream = EventConnection.get(server.server.port(), "/sse")) {
            String address = address(stream);
            assertThat(server.post(address, "nonsense").statusCode()).isEqualTo(400);
            assertThat(server.post(address, INITIALIZE, "Origin", "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    private static String address(EventConnection stream) throws Exception {
        EventConnection.Event endpoint = stream.next().orElseThrow();
        assertThat(endpoint.type()).isEqualTo("endpoint");
        assertThat(endpoint.data()).startsWith("/messages?session=");
        return endpoint.data();
    }

    private void awaitNoSession() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (server.gateway.sessionCount() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(server.gateway.sessionCount()).isZero();
    }
}
