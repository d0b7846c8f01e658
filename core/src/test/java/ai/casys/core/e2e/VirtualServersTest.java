// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two real servers behind the gateway, and real clients at two virtual servers and at the endpoint that shows all. */
@Tag("peers")
final class VirtualServersTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String VIEWS = """
            {"notes": {
               "servers": ["filesystem"],
               "tools": ["filesystem__read_*", "filesystem__list_directory", "!filesystem__read_media_file"],
               "rename": {"filesystem__read_text_file": "read_note"},
               "descriptions": {"filesystem__read_text_file": "Reads one of the notes."},
               "title": "Notes"},
             "graph": {"servers": ["memory"], "expose": "meta"}}
            """;

    @TempDir
    Path folder;

    private Npm npm;
    private Path home;
    private Path files;
    private EngineProcess engine;

    @BeforeEach
    void startEngine() throws IOException {
        npm = Npm.require();
        home = Files.createDirectories(folder.resolve("home"));
        files = Files.createDirectories(folder.resolve("files")).toRealPath();
        Files.writeString(files.resolve("note.txt"), "remember the milk\n");
        configure(VIEWS);
        engine = EngineProcess.start(home).ready().serversReady("filesystem", "memory");
    }

    @AfterEach
    void stopEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void eachEndpointShowsAndCallsItsOwnPartOnly() throws Exception {
        String note = MAPPER.createObjectNode()
                .put("path", files.resolve("note.txt").toString())
                .toString();

        JsonNode notes = plan("/mcp/notes", """
                [{"method":"tools/list"},
                 {"method":"tools/call","params":{"name":"read_note","arguments":%s}},
                 {"method":"tools/call","params":{"name":"call_tool","arguments":{"name":"read_note","arguments":%s}}},
                 {"method":"tools/call","params":{"name":"filesystem__write_file","arguments":%s}},
                 {"method":"tools/call","params":{"name":"memory__read_graph","arguments":{}}},
                 {"method":"tools/call","params":{"name":"search_tools","arguments":{"intent":"create knowledge graph entities"}}}]
                """.formatted(note, note, note));
        assertThat(notes.at("/server/title").asString()).isEqualTo("Notes");
        assertThat(names(notes.at("/results/0/result")))
                .containsExactly(
                        "search_tools",
                        "call_tool",
                        "filesystem__list_directory",
                        "filesystem__read_file",
                        "filesystem__read_multiple_files",
                        "read_note");
        assertThat(notes.at("/results/0/result/tools/5/description").asString()).isEqualTo("Reads one of the notes.");
        assertThat(text(notes, 1)).contains("remember the milk");
        assertThat(text(notes, 2)).contains("remember the milk");
        assertThat(notes.at("/results/3/error/code").asInt()).isEqualTo(-32602);
        assertThat(notes.at("/results/4/error/code").asInt()).isEqualTo(-32602);
        assertThat(notes.at("/results/5").toString()).doesNotContain("memory__");

        JsonNode graph = plan("/mcp/graph", """
                [{"method":"tools/list"},
                 {"method":"tools/call","params":{"name":"call_tool","arguments":{"name":"memory__read_graph","arguments":{}}}},
                 {"method":"tools/call","params":{"name":"read_note","arguments":%s}}]
                """.formatted(note));
        assertThat(names(graph.at("/results/0/result"))).containsExactly("search_tools", "call_tool");
        assertThat(text(graph, 1)).contains("entities");
        assertThat(graph.at("/results/2/error/code").asInt()).isEqualTo(-32602);

        JsonNode all = plan("/mcp", """
                [{"method":"tools/call","params":{"name":"filesystem__read_text_file","arguments":%s}},
                 {"method":"tools/call","params":{"name":"memory__read_graph","arguments":{}}},
                 {"method":"tools/call","params":{"name":"read_note","arguments":%s}}]
                """.formatted(note, note));
        assertThat(text(all, 0)).contains("remember the milk");
        assertThat(text(all, 1)).contains("entities");
        assertThat(all.at("/results/2/error/code").asInt()).isEqualTo(-32602);
        assertThat(post("/mcp/nobody", "initialize").statusCode()).isEqualTo(404);

        JsonNode status = engine.json("/api/v1/status").path("virtual_servers");
        assertThat(status.valueStream()
                        .map(view -> view.path("path").asString() + " "
                                + view.path("tools").asInt()))
                .containsExactly("/mcp/graph 9", "/mcp/notes 4");
    }

    @Test
    void aChangedFileAddsChangesAndEndsThemWhileClientsAreThere() throws Exception {
        List<List<String>> told = new CopyOnWriteArrayList<>();
        try (McpSyncClient notes = McpClient.sync(transport("/mcp/notes"))
                        .toolsChangeConsumer(tools -> told.add(
                                tools.stream().map(McpSchema.Tool::name).toList()))
                        .requestTimeout(Duration.ofSeconds(60))
                        .build();
                McpSyncClient graph = McpClient.sync(transport("/mcp/graph"))
                        .requestTimeout(Duration.ofSeconds(60))
                        .build()) {
            notes.initialize();
            graph.initialize();
            EngineProcess.await("both are there", Duration.ofSeconds(30), () -> sessions() == 2);

            configure(VIEWS.replace("\"graph\"", "\"memories\"").replace("\"read_note\"", "\"open\""));

            EngineProcess.await(
                    "the client is told of its new list",
                    Duration.ofSeconds(60),
                    () -> told.stream().anyMatch(tools -> tools.contains("open") && !tools.contains("read_note")));
            EngineProcess.await(
                    "the removed one is gone",
                    Duration.ofSeconds(30),
                    () -> post("/mcp/graph", "initialize").statusCode() == 404
                            && post("/mcp/memories", "initialize").statusCode() == 200);
            EngineProcess.await(
                    "its session has ended",
                    Duration.ofSeconds(30),
                    () -> engine.json("/api/v1/status")
                            .path("virtual_servers")
                            .valueStream()
                            .noneMatch(view -> view.path("name").asString().equals("graph")));
        }
    }

    @Test
    void aFileThatIsWrongChangesNothingAndIsReported() throws Exception {
        configure(VIEWS.replace("\"title\"", "\"titel\""));

        EngineProcess.await(
                "the mistake is reported",
                Duration.ofSeconds(60),
                () -> engine.json("/api/v1/status")
                        .path("problems")
                        .toString()
                        .contains("did you mean casys.virtual-servers.notes.title?"));
        assertThat(post("/mcp/notes", "initialize").statusCode()).isEqualTo(200);

        configure(VIEWS.replace(
                "filesystem__read_text_file\": \"read_note", "filesystem__reed_text_file\": \"read_note"));
        EngineProcess.await(
                "what has no effect is reported",
                Duration.ofSeconds(60),
                () -> engine.json("/api/v1/status").path("problems").toString().contains("filesystem__reed_text_file"));
    }

    private void configure(String views) throws IOException {
        ObjectNode config = npm.config(files);
        ((ObjectNode) config.path("mcpServers")).retain("filesystem", "memory");
        config.putObject("casys").set("virtual-servers", MAPPER.readTree(views));
        Path next = home.resolve("casys.json.next");
        Files.writeString(next, config.toPrettyString());
        Files.move(next, home.resolve("casys.json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private long sessions() {
        return engine.json("/api/v1/status")
                .path("virtual_servers")
                .valueStream()
                .mapToLong(view -> view.path("sessions").asLong())
                .sum();
    }

    private HttpClientStreamableHttpTransport transport(String path) {
        return HttpClientStreamableHttpTransport.builder(engine.url().toString())
                .endpoint(path)
                .build();
    }

    private HttpResponse<byte[]> post(String path, String method) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                + "\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
        return engine.send(HttpRequest.newBuilder(engine.url().resolve(path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode plan(String path, String requests) throws Exception {
        ObjectNode plan = MAPPER.createObjectNode();
        plan.put("url", engine.url().resolve(path).toString());
        plan.set("requests", MAPPER.readTree(requests));
        String script = Path.of(VirtualServersTest.class
                        .getResource("/e2e/typescript-client.cjs")
                        .toURI())
                .toString();
        Process process = new ProcessBuilder("node", script, plan.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return MAPPER.readTree(answer);
    }

    private static List<String> names(JsonNode page) {
        return page.path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
    }

    private static String text(JsonNode answer, int index) {
        return answer.path("results")
                .path(index)
                .path("result")
                .at("/content/0/text")
                .asString("");
    }
}
