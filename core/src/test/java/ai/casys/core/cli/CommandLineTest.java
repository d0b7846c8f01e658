// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.e2e.EngineProcess;
import ai.casys.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a whole engine. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private Path home;
    private EngineProcess engine;

    private record Outcome(int exitCode, String out, String error) {}

    @BeforeAll
    void startEngine() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        config("{}");
        engine = EngineProcess.start(home).ready();
    }

    @AfterAll
    void stopEngine() {
        engine.close();
    }

    @Test
    void toolsAreListedAndShownWithTheirSchema() {
        assertThat(run("tools").out()).contains("files__read", "time__now");
        assertThat(run("tools", "--server", "csv").out()).contains("csv__").doesNotContain("files__");
        JsonNode shown = MAPPER.readTree(run("tools", "time__now").out());
        assertThat(shown.toString()).contains("inputSchema");
    }

    @Test
    void whatConcernsEveryCommandMayStandBeforeAndAfterItsWord() {
        for (List<String> line : List.of(
                List.of("--json", "tools", "show", "time__now"),
                List.of("tools", "--json", "show", "time__now"),
                List.of("tools", "show", "--json", "time__now"),
                List.of("--json", "tools", "--json", "show", "time__now", "--json"))) {
            String out = run(line.toArray(String[]::new)).out();
            assertThat(MAPPER.readTree(out).path("name").asString())
                    .as("%s", line)
                    .isEqualTo("time__now");
        }
        JsonNode diff =
                MAPPER.readTree(run("tools", "--json", "diff", "no__tool").out());
        assertThat(diff.at("/error/category").asString()).isEqualTo("not_found");
        assertThat(MAPPER.readTree(run("keys", "--json", "rotate").out()).has("keys"))
                .isTrue();
        for (List<String> line : List.of(
                List.of("tools", "--server", "csv", "approve", "--all"),
                List.of("tools", "approve", "--server", "csv", "--all"))) {
            Outcome approved = run(line.toArray(String[]::new));
            assertThat(approved.exitCode()).as("%s: %s", line, approved.error()).isZero();
        }
    }

    @Test
    void whatACommandDoesNotKnowIsNotIgnoredBeforeItsWord() {
        for (List<String> line : List.of(
                List.of("tools", "--doubtful", "diff", "time__now"),
                List.of("tools", "--server", "time", "show", "time__now"),
                List.of("tools", "time__now", "show", "time__now"))) {
            Outcome refused = run(line.toArray(String[]::new));
            assertThat(refused.exitCode()).as("%s", line).isEqualTo(64);
            assertThat(refused.error()).as("%s", line).contains(line.get(1));
        }
    }

    @Test
    void aSearchFindsTheToolAndExplainsItself() {
        assertThat(run("search", "what", "time", "is", "it").out()).contains("time__now");
        assertThat(run("search", "--explain", "current time").out()).contains("time");
        JsonNode json = MAPPER.readTree(run("search", "--json", "current time").out());
        assertThat(json.path("hits").path(0).has("input_schema")).isTrue();
    }

    @Test
    void aCallPrintsTheAnswerAndTellsFailureByItsExitCode() {
        assertThat(run("call", "text:hash", "{\"text\":\"abc\"}").out())
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(run("call", "files__read", "{\"path\":\"missing.txt\"}").exitCode())
                .isEqualTo(1);
        Outcome unknown = run("call", "files__raed", "{}");
        assertThat(unknown.exitCode()).isEqualTo(64);
        assertThat(unknown.error()).contains("files__read");
    }

    @Test
    void wrongArgumentsAreExplainedWithoutAStackTrace() {
        Outcome notJson = run("call", "time__now", "{oops");
        assertThat(notJson.exitCode()).isEqualTo(64);
        assertThat(notJson.error()).contains("not JSON").doesNotContain("\tat ");
        assertThat(run("call", "time__now", "[1]").exitCode()).isEqualTo(64);
        assertThat(run("serve", "--prot", "1").exitCode()).isEqualTo(64);
        assertThat(run("nonsense").exitCode()).isEqualTo(64);
        assertThat(run().exitCode()).isEqualTo(64);
        JsonNode json = MAPPER.readTree(run("call", "--json", "no__tool").out());
        assertThat(json.path("error").path("category").asString()).isEqualTo("not_found");
    }

    @Test
    void statusAndDoctorAskTheRunningEngine() {
        assertThat(run("status").out()).contains("mode local", "files");
        assertThat(run("doctor").out()).contains("ok    database", "ok    server files");
        assertThat(MAPPER.readTree(run("status", "--json").out()).path("ready").asBoolean())
                .isTrue();
    }

    @Test
    void withoutAnEngineStatusSaysHowToStartOne() {
        Outcome outcome = runIn(Map.of("CASYS_HOME", folder.resolve("nobody").toString()), "status");
        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.error()).contains("casys serve");
    }

    @Test
    void aRemoteGatewayIsUsedInsteadOfTheOneOfTheHome() {
        Map<String, String> remote = Map.of(
                "CASYS_HOME", folder.resolve("elsewhere").toString(),
                "CASYS_URL", engine.url().toString(),
                "CASYS_API_KEY", engine.token());
        assertThat(runIn(remote, "tools").out()).contains("files__read");
        Outcome wrongKey = runIn(Map.of("CASYS_URL", engine.url().toString(), "CASYS_API_KEY", "wrong"), "tools");
        assertThat(wrongKey.exitCode()).isEqualTo(77);
        assertThat(runIn(remote, "backup", folder.resolve("x.zip").toString()).exitCode())
                .isEqualTo(64);
        Outcome nobody = runIn(Map.of("CASYS_URL", "http://127.0.0.1:1"), "tools");
        assertThat(nobody.exitCode()).isEqualTo(69);
    }

    @Test
    void aSecondEngineOnTheHomeIsRefused() {
        Outcome second = run("serve", "--port", "0");
        assertThat(second.exitCode()).isEqualTo(78);
        assertThat(second.error()).contains("in use by another engine");
    }

    @Test
    void aChangedConfigAddsAndRemovesServersAndABrokenOneChangesNothing() throws IOException {
        config("{\"late\":{\"command\":\"/nowhere/program\"}}");
        EngineProcess.await("late is there", Duration.ofSeconds(30), () -> status().contains("\"late\""));
        Files.writeString(home.resolve("casys.json"), "{\"mcpServers\":");
        EngineProcess.await("the problem is shown", Duration.ofSeconds(30), () -> status().contains("not in use"));
        assertThat(status()).contains("\"late\"");
        config("{}");
        EngineProcess.await("late is gone", Duration.ofSeconds(30), () -> !status().contains("\"late\""));
        assertThat(status()).doesNotContain("not in use");
    }

    @Test
    void aBackupIsTakenFromTheRunningEngineAndRestoredIntoAnotherHome() {
        Path file = folder.resolve("backup.zip");
        assertThat(run("backup", file.toString()).exitCode()).isZero();
        assertThat(run("backup", file.toString()).exitCode()).isEqualTo(64);
        Map<String, String> other = Map.of("CASYS_HOME", folder.resolve("other").toString());
        Outcome restored = runIn(other, "restore", file.toString());
        assertThat(restored.error()).isEmpty();
        assertThat(restored.exitCode()).isZero();
        assertThat(runIn(other, "restore", file.toString()).exitCode()).isEqualTo(64);
        assertThat(runIn(other, "restore", "--replace", file.toString()).exitCode())
                .isZero();
        assertThat(run("restore", file.toString()).exitCode()).isEqualTo(78);
    }

    @Test
    void theVersionNamesLicenceAndSource() {
        assertThat(run("version").out()).contains("AGPL-3.0-only", "https://");
        assertThat(MAPPER.readTree(run("version", "--json").out())
                        .path("version")
                        .asString())
                .doesNotContain("$");
    }

    private String status() {
        return engine.json("/api/v1/status").toString();
    }

    private void config(String servers) throws IOException {
        Path next = home.resolve("next.json");
        Files.writeString(next, "{\"mcpServers\":" + servers + "}");
        Files.move(next, home.resolve("casys.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Outcome run(String... arguments) {
        return runIn(Map.of("CASYS_HOME", home.toString()), arguments);
    }

    private Outcome runIn(Map<String, String> variables, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new Environment(variables, folder),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(error, true, StandardCharsets.UTF_8),
                arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }
}
