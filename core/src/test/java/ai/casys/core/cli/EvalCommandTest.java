// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvalCommandTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("tools.jsonl"), """
                {"id":"a","server":"weather","name":"get_forecast","description":"Temperature and rain of the next days"}
                {"id":"b","server":"mail","name":"send_message","description":"Send an electronic letter"}
                {"id":"c","server":"disk","name":"read_file","description":"Read the text of a file"}
                """);
        Files.writeString(folder.resolve("queries.jsonl"), """
                {"id":"1","query":"how warm will it be tomorrow","relevant":["a"]}
                {"id":"2","query":"send a letter to Anna","relevant":["b"]}
                """);
    }

    @Test
    void theMeasuresAreJsonIfAskedFor() {
        Outcome outcome = run("eval", folder.toString(), "--models", "none", "--json");

        assertThat(outcome.exitCode).isZero();
        JsonNode tree = JsonMapper.builder().build().readTree(outcome.out);
        assertThat(tree.path("tools").asInt()).isEqualTo(3);
        assertThat(tree.path("intents").asInt()).isEqualTo(2);
        assertThat(tree.path("text").propertyNames())
                .containsExactly("R@1", "R@5", "R@10", "NDCG@10", "MRR", "COMP@10");
        assertThat(tree.path("text").path("R@1").path("mean").asDouble()).isEqualTo(0.5);
    }

    @Test
    void theModelsFindWhatTheWordsDoNotAndTheirVectorsAreKept() throws IOException {
        Path vectors = folder.resolve("vectors");

        Outcome outcome = run("eval", folder.toString(), "--models", "minilm", "--vectors", vectors.toString());

        assertThat(outcome.exitCode).isZero();
        assertThat(outcome.out).containsPattern("R@1 +1.000 +1.000 to 1.000").contains("ms p50");
        try (var files = Files.list(vectors)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(run("eval", folder.resolve("nowhere").toString()).error).contains("tools.jsonl");
        assertThat(run("eval", folder.toString(), "--models", "gpt").error).contains("minilm, bge and none");
        assertThat(run("eval", folder.toString(), "--models", "none", "--limit", "0").error)
                .contains("at least 1");
    }

    private record Outcome(int exitCode, String out, String error) {}

    private Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new Environment(Map.of("CASYS_HOME", folder.resolve("home").toString()), folder),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(error, true, StandardCharsets.UTF_8),
                arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }
}
