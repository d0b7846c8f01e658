// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.casys.shared.jsonrpc.RawJson;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The official Java SDK as a client. */
@Tag("slow")
@Timeout(90)
final class SdkClientTest {

    private final TestServer server = new TestServer();
    private final List<Double> progress = new CopyOnWriteArrayList<>();
    private final McpSyncClient client = McpClient.sync(
                    HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + server.server.port())
                            .build())
            .requestTimeout(Duration.ofSeconds(30))
            .progressConsumer(notification -> progress.add(notification.progress()))
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void itConnectsListsSearchesAndCalls() {
        server.tools.doing("files:read_file", (arguments, context) -> {
            context.progress().progressed(1, Optional.of(1.0), Optional.empty());
            return RawJson.parse("{\"content\":[{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"}],"
                    + "\"structuredContent\":{\"given\":" + arguments + "}}");
        });

        McpSchema.InitializeResult hello = client.initialize();
        assertThat(hello.serverInfo().name()).isEqualTo("casys");
        assertThat(hello.instructions()).contains("search_tools");
        client.ping();
        assertThat(client.listTools().tools())
                .extracting(McpSchema.Tool::name)
                .containsExactly("search_tools", "call_tool");

        McpSchema.CallToolResult found = client.callTool(McpSchema.CallToolRequest.builder("search_tools")
                .arguments(Map.of("intent", "read a file"))
                .build());
        assertThat(found.structuredContent().toString()).contains("files__read_file");

        McpSchema.CallToolResult called = client.callTool(McpSchema.CallToolRequest.builder("call_tool")
                .arguments(Map.of("name", "files__read_file", "arguments", Map.of("text", "x")))
                .progressToken("p1")
                .build());
        assertThat(called.content().getFirst()).isInstanceOf(McpSchema.ImageContent.class);
        assertThat(called.structuredContent()).isEqualTo(Map.of("given", Map.of("text", "x")));
        assertThat(progress).containsExactly(1.0);
    }

    @Test
    void anUnknownToolIsAnErrorItUnderstands() {
        client.initialize();

        assertThatExceptionOfType(McpError.class)
                .isThrownBy(() -> client.callTool(McpSchema.CallToolRequest.builder("files__nothing")
                        .arguments(Map.of())
                        .build()))
                .withMessageContaining("files__nothing");
    }
}
