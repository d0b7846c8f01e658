// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.McpClientOptions;
import ai.casys.shared.transport.ServerMessages;
import ai.casys.shared.transport.StdioCommand;
import ai.casys.shared.transport.StdioTransport;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Real clients in front of the gateway and real servers behind it. */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealPeersTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private Npm npm;
    private Path files;
    private EngineProcess engine;

    @BeforeAll
    void startEngine() throws IOException {
        npm = Npm.require();
        Path home = Files.createDirectories(folder.resolve("home"));
        files = Files.createDirectories(folder.resolve("files")).toRealPath();
        Files.writeString(files.resolve("hello.txt"), "hello from a real file\n");
        Files.writeString(home.resolve("casys.json"), npm.config(files).toPrettyString());
        engine = EngineProcess.start(home).ready().serversReady(Npm.servers().toArray(String[]::new));
    }

    @AfterAll
    void stopEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void theTypeScriptClientListsSearchesAndCallsOverHttp() throws Exception {
        ObjectNode plan = MAPPER.createObjectNode();
        plan.put("url", engine.url().resolve("/mcp").toString());
        assertPlan(plan);
    }

    @Test
    void theTypeScriptClientListsSearchesAndCallsOverStdio() throws Exception {
        List<String> command = EngineProcess.command("stdio");
        ObjectNode plan = MAPPER.createObjectNode();
        plan.put("command", command.getFirst());
        var arguments = plan.putArray("args");
        command.subList(1, command.size()).forEach(arguments::add);
        plan.putObject("env").put("CASYS_HOME", folder.resolve("home").toString());
        assertPlan(plan);
    }

    private void assertPlan(ObjectNode plan) throws Exception {
        plan.set("requests", MAPPER.readTree("""
                [{"method":"tools/list"},
                 {"method":"tools/call","params":{"name":"search_tools","arguments":{"intent":"read a text file from disk"}}},
                 {"method":"tools/call","params":{"name":"call_tool","arguments":{"name":"everything__echo","arguments":{"message":"hi"}}}},
                 {"method":"tools/call","params":{"name":"everything__echo","arguments":{"message":"direct"}}},
                 {"method":"tools/call","params":{"name":"nowhere__nothing","arguments":{}}}]
                """));
        JsonNode answer = MAPPER.readTree(
                run(List.of("node", resource("e2e/typescript-client.cjs").toString(), plan.toString())));
        JsonNode results = answer.path("results");
        assertThat(names(results.path(0).path("result").path("tools"))).contains("search_tools", "call_tool");
        assertThat(results.path(1)
                        .path("result")
                        .path("structuredContent")
                        .path("hits")
                        .valueStream()
                        .map(hit -> hit.path("name").asString())
                        .toList())
                .contains("filesystem__read_text_file");
        assertThat(text(results.path(2))).isEqualTo("Echo: hi");
        assertThat(text(results.path(3))).isEqualTo("Echo: direct");
        assertThat(results.path(4).path("error").path("code").asInt()).isEqualTo(-32602);
    }

    @Test
    void theInspectorListsSearchesAndCalls() throws Exception {
        String url = engine.url().resolve("/mcp").toString();
        List<String> inspector = List.of(
                npm.newestNode(),
                npm.script("inspector", "clients/launcher/build/index.js"),
                "--cli",
                url,
                "--transport",
                "http",
                "--method");
        JsonNode listed = MAPPER.readTree(run(with(inspector, "tools/list")));
        assertThat(names(listed.path("tools"))).contains("search_tools", "call_tool");
        JsonNode found = MAPPER.readTree(run(with(
                inspector,
                "tools/call",
                "--tool-name",
                "search_tools",
                "--tool-arg",
                "intent=create knowledge graph entities")));
        assertThat(found.toString()).contains("memory__create_entities");
        JsonNode called = MAPPER.readTree(run(with(
                inspector,
                "tools/call",
                "--tool-name",
                "call_tool",
                "--tool-arg",
                "name=everything__get-sum",
                "--tool-arg",
                "arguments={\"a\":2,\"b\":40}")));
        assertThat(called.path("content").path(0).path("text").asString()).contains("42");
    }

    @Test
    void theJavaClientListsSearchesAndCalls() {
        try (McpSyncClient client = io.modelcontextprotocol.client.McpClient.sync(
                        HttpClientStreamableHttpTransport.builder(engine.url().toString())
                                .build())
                .requestTimeout(Duration.ofSeconds(60))
                .build()) {
            client.initialize();
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .contains("search_tools", "call_tool");
            assertThat(client.callTool(McpSchema.CallToolRequest.builder("search_tools")
                                    .arguments(Map.of("intent", "think step by step"))
                                    .build())
                            .toString())
                    .contains("sequential-thinking__sequentialthinking");
            assertThat(client.callTool(McpSchema.CallToolRequest.builder("filesystem__read_text_file")
                                    .arguments(Map.of(
                                            "path", files.resolve("hello.txt").toString()))
                                    .build())
                            .toString())
                    .contains("hello from a real file");
        }
    }

    @Test
    void answersComeThroughByteForByte() throws IOException {
        Map<String, String> calls = Map.of(
                "get-tiny-image", "{}",
                "get-annotated-message", "{\"messageType\":\"success\",\"includeImage\":true}",
                "get-structured-content", "{\"location\":\"New York\"}",
                "get-resource-reference", "{\"resourceType\":\"Text\",\"resourceId\":1}",
                "get-resource-links", "{\"count\":3}",
                "echo", "{\"message\":\"\\u00e9\\ud83d\\ude00 \\\\ \\\" \\u0000\"}");
        String session = initialize();
        try (McpClient direct = direct("everything")) {
            for (Map.Entry<String, String> call : calls.entrySet()) {
                assertSame(direct, session, "everything", call.getKey(), call.getValue());
            }
            assertSame(direct, session, "everything", "get-sum", "{\"a\":\"not a number\"}");
        }
        try (McpClient direct = direct("filesystem")) {
            assertSame(direct, session, "filesystem", "read_text_file", "{\"path\":\"/etc/passwd\"}");
            Files.write(files.resolve("tone.mp3"), new byte[] {(byte) 0xff, (byte) 0xfb, 0, 1, 2, 3});
            assertSame(
                    direct,
                    session,
                    "filesystem",
                    "read_media_file",
                    MAPPER.createObjectNode()
                            .put("path", files.resolve("tone.mp3").toString())
                            .toString());
        }
    }

    private void assertSame(McpClient direct, String session, String server, String tool, String arguments) {
        ObjectNode parameters = MAPPER.createObjectNode();
        parameters.put("name", tool);
        parameters.set("arguments", MAPPER.readTree(arguments));
        RawJson expected = withoutChange(direct, parameters);
        for (boolean meta : List.of(false, true)) {
            ObjectNode request = MAPPER.createObjectNode();
            request.put("jsonrpc", "2.0").put("id", 7).put("method", "tools/call");
            ObjectNode through = request.putObject("params");
            if (meta) {
                through.put("name", "call_tool");
                through.putObject("arguments")
                        .put("name", server + "__" + tool)
                        .set("arguments", parameters.path("arguments"));
            } else {
                through.put("name", server + "__" + tool).set("arguments", parameters.path("arguments"));
            }
            String body = new String(engine.mcp(session, request.toString()).body(), StandardCharsets.UTF_8);
            // Addresses of resources name their server outside; every other byte is the server's own.
            String outside = expected.toString().replace("\"uri\":\"", "\"uri\":\"casys." + server + "+");
            assertThat(withoutTime(body))
                    .as("%s through the gateway", tool)
                    .contains("\"result\":" + withoutTime(outside));
        }
    }

    /** A resource of the server says the second in which it was asked for. */
    private static String withoutTime(String answer) {
        return answer.replaceAll("\\d{1,2}:\\d{2}:\\d{2}(?:.[AP]M)?", "TIME");
    }

    private static RawJson withoutChange(McpClient direct, ObjectNode parameters) {
        try {
            return direct.send("tools/call", Optional.of(RawJson.of(parameters)), CallListener.NONE)
                    .await(Duration.ofSeconds(30));
        } catch (JsonRpcException e) {
            throw new AssertionError(e.error().toString(), e);
        }
    }

    private McpClient direct(String server) {
        List<String> command = npm.server(server, files);
        StdioCommand program = new StdioCommand(
                command.getFirst(),
                command.subList(1, command.size()),
                System.getenv(),
                Optional.empty(),
                64 << 20,
                _ -> {});
        return McpClient.connect(
                new StdioTransport(program),
                new McpClientOptions(
                        new Implementation("direct", "1"),
                        RawJson.EMPTY_OBJECT,
                        Duration.ofSeconds(60),
                        Optional.of(Era.LEGACY),
                        ServerMessages.IGNORE));
    }

    private String initialize() {
        HttpResponse<byte[]> answer = engine.mcp("", """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
                "clientInfo":{"name":"bytes","version":"1"}}}""");
        String session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
        engine.mcp(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return session;
    }

    private static Path resource(String name) throws Exception {
        return Path.of(RealPeersTest.class.getClassLoader().getResource(name).toURI());
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    private static List<String> names(JsonNode tools) {
        return tools.valueStream().map(tool -> tool.path("name").asString()).toList();
    }

    private static String text(JsonNode answer) {
        return answer.path("result").path("content").path(0).path("text").asString();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "peer", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors) + out).isZero();
        return out.substring(out.indexOf('{'));
    }
}
