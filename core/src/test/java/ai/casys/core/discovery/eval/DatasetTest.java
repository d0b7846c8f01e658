// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.discovery.embedding.VectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

    private static final String TOOLS = """
            {"id":"disk/read","server":"disk","name":"read_file","description":"Read the text of a file","input_schema":{"type":"object","properties":{"path":{"type":"string"}}}}
            {"id":"mail/send","server":"mail","name":"send_message","description":"Send an electronic letter"}
            {"id":"mail/send2","server":"mail","name":"send_message","description":"Listed twice"}
            """;

    @TempDir
    private Path folder;

    @Test
    void aDataSetIsReadAndRanked() throws IOException, InterruptedException {
        write(TOOLS, """
                {"id":"1","query":"read a file","relevant":["disk/read"]}
                {"id":"2","query":"write a letter","relevant":["mail/send"],"groups":[["mail/send","mail/send2"]],"dag":{"edges":[["disk/read","mail/send"]]}}
                """);

        Dataset dataset = Dataset.read(folder);

        assertThat(dataset.tools()).containsOnlyKeys("disk/read", "mail/send", "mail/send2");
        assertThat(dataset.intents().getFirst().groups()).containsExactly(List.of("disk/read"));
        assertThat(dataset.intents().getLast().edges())
                .containsExactly(new LabelledIntent.Edge("disk/read", "mail/send"));
        try (Evaluation evaluation = Evaluation.of(dataset, List.of(), VectorStore.NONE, Optional.empty())) {
            EvalReport report = evaluation.run(dataset.intents(), false);
            assertThat(report.ways()).containsOnlyKeys("text");
            assertThat(Objects.requireNonNull(report.ways().get("text"))
                            .estimates()
                            .get("R@1"))
                    .isEqualTo(new Estimate(1, 1, 1));
            assertThat(EvalReport.percentile(report.fresh(), 0.5)).isPositive();
        }
    }

    @Test
    void whatIsWrongIsNamedWithFileAndLine() throws IOException {
        write(TOOLS, "{\"id\":\"1\",\"query\":\"read\",\"relevant\":[\"disk/reed\"]}\n");
        assertThatThrownBy(() -> Dataset.read(folder))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("queries.jsonl, line 1")
                .hasMessageContaining("disk/reed");
        write("{\"id\":\"a\"", "");
        assertThatThrownBy(() -> Dataset.read(folder))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("tools.jsonl, line 1");
        write("{\"id\":\"a\",\"server\":\"s\",\"name\":\"n\"}\n", "{\"id\":\"1\",\"query\":\"q\",\"relevant\":[]}");
        assertThatThrownBy(() -> Dataset.read(folder)).hasMessageContaining("empty");
        assertThatThrownBy(() -> Dataset.read(folder.resolve("nowhere")))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("tools.jsonl and queries.jsonl");
    }

    private void write(String tools, String queries) throws IOException {
        Files.writeString(folder.resolve("tools.jsonl"), tools);
        Files.writeString(folder.resolve("queries.jsonl"), queries);
    }
}
