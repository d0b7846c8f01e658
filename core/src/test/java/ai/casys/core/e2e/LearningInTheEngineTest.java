// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a session does is learned, kept, exported and erased, by the program as its users run it. */
@Tag("slow")
final class LearningInTheEngineTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    private Path home;

    @Test
    void whatASessionSearchesAndCallsIsLearnedUntilItIsErased() throws Exception {
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            String session = initialize(engine);
            call(engine, session, 2, "search_tools", "{\"intent\":\"current time in a time zone\"}");
            call(engine, session, 3, "time__now", "{}");
            call(engine, session, 4, "call_tool", "{\"name\":\"json__query\",\"arguments\":{\"nonsense\":1}}");
            call(engine, session, 5, "files__list", "{}");

            List<JsonNode> lines = learned(engine);
            assertThat(lines)
                    .filteredOn(line -> line.path("kind").asString().equals("sequence"))
                    .singleElement()
                    .satisfies(edge -> {
                        assertThat(edge.path("from").asString()).isEqualTo("time:now");
                        assertThat(edge.path("to").asString()).isEqualTo("files:list");
                    });
            assertThat(lines)
                    .filteredOn(line -> line.path("kind").asString().equals("intent"))
                    .singleElement()
                    .satisfies(intent -> assertThat(intent.path("tools"))
                            .anyMatch(tool -> tool.path("tool").asString().equals("time:now")));
            assertThat(lines)
                    .filteredOn(line -> line.path("tool").asString("").equals("json:query"))
                    .singleElement()
                    .satisfies(tool ->
                            assertThat(tool.path("successes").asDouble()).isZero());
        }
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            assertThat(learned(engine))
                    .filteredOn(line -> line.path("kind").asString().equals("run"))
                    .singleElement()
                    .satisfies(run -> assertThat(run.path("steps").size()).isEqualTo(2));
            assertThat(casys("graph", "export", "--format", "dot")).contains("\"time:now\" -> \"files:list\"");
            assertThat(casys("learned", "erase", "--yes")).contains("erased");
            assertThat(learned(engine)).isEmpty();
        }
    }

    @Test
    void whatIsDoneAgainAndAgainIsPlannedAndBecomesACapability() throws Exception {
        Path files = Files.createDirectories(home.resolve("files"));
        for (String topic : List.of("harvest", "storage", "delivery")) {
            Files.writeString(files.resolve(topic + "-notes-2026.txt"), "All about " + topic + ".\n");
        }
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            for (String topic : List.of("harvest", "storage", "delivery")) {
                String session = initialize(engine);
                call(engine, session, 2, "search_tools", "{\"intent\":\"read the file about a topic\"}");
                call(engine, session, 3, "files__search", "{\"query\":\"" + topic + "\",\"max_results\":1}");
                call(engine, session, 4, "files__read", "{\"path\":\"" + topic + "-notes-2026.txt\"}");
                call(engine, session, 5, "files__read", "{\"path\":\"" + topic + "-missing.txt\"}");
            }
            assertThat(seen(engine)).isTrue();
        }
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            assertThat(seen(engine)).isTrue();
            assertThat(casys("plan", "search files for a word and read the file found"))
                    .contains("files__search before files__read", "because of seen");
            assertThat(casys("capability", "list"))
                    .containsPattern("search_then_read +active +1 +3 +3\\.0 / 0\\.0 +files__search, files__read");
            assertThat(casys("capability", "show", "search_then_read"))
                    .contains("query = input query", "max_results = 1", "path = result of s1 at /matches/0/path")
                    .contains("\"readOnlyHint\":true");
            assertThat(casys("capability", "rename", "search_then_read", "read_about"))
                    .contains("read_about");
            assertThat(casys("capability", "retire", "read_about")).contains("read_about is retired");
            assertThat(casys("capability", "promote", "read_about")).contains("read_about is active");
            assertThat(casys("learned", "export"))
                    .contains("\"kind\":\"capability\"")
                    .doesNotContain("harvest");
            assertThat(casys("learned", "erase", "--yes")).contains("erased");
            assertThat(casys("capability", "list")).contains("0 capabilities");
            assertThat(seen(engine)).isFalse();
        }
    }

    @Test
    void whatAPersonSaysOfAToolShowsInTheNextSearch() throws Exception {
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            String intent = "what is on the clock";
            assertThat(casys("feedback", intent, "--right", "time__now", "--wrong", "time__difference"))
                    .contains("time__now is right for this", "time__difference is wrong for this");
            assertThat(casys("search", "--explain", intent))
                    .containsPattern("WHY\\s+\\S+ +time__now .*served 1 of the 1 most similar intents")
                    .doesNotContain("time__difference");
            assertThat(learned(engine))
                    .filteredOn(line -> line.path("kind").asString().equals("intent"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.toString()).doesNotContain("clock"));
        }
    }

    /** Whether the plan says that the one tool was seen to come before the other. */
    private static boolean seen(EngineProcess engine) {
        assertThat(engine.get("/api/v1/graph").statusCode())
                .as("it knows all that was reported before")
                .isEqualTo(200);
        HttpResponse<byte[]> answer = engine.send(HttpRequest.newBuilder(
                        engine.url().resolve("/api/v1/plan"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"intent\":\"search files for a word and read the file found\"}"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        return MAPPER.readTree(answer.body())
                .path("edges")
                .valueStream()
                .anyMatch(edge -> edge.path("from").asString().equals("files__search")
                        && edge.path("to").asString().equals("files__read")
                        && edge.path("because").toString().contains("seen"));
    }

    private static List<JsonNode> learned(EngineProcess engine) {
        HttpResponse<byte[]> answer = engine.get("/api/v1/learned");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8)
                .lines()
                .map(MAPPER::readTree)
                .toList();
    }

    private static String initialize(EngineProcess engine) {
        HttpResponse<byte[]> answer = engine.send(post(
                        engine,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}")
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    private static void call(EngineProcess engine, String session, int id, String tool, String arguments) {
        HttpResponse<byte[]> answer = engine.send(post(
                        engine,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                                + tool + "\",\"arguments\":" + arguments + "}}")
                .header("Mcp-Session-Id", session)
                .header("MCP-Protocol-Version", "2025-11-25")
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static HttpRequest.Builder post(EngineProcess engine, String body) {
        return HttpRequest.newBuilder(engine.url().resolve("/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
    }

    private String casys(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(EngineProcess.command(arguments));
        EngineProcess.environment(builder, home);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
