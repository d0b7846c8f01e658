// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.discovery.embedding.OnnxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Models of the user's own, by the program as its users run it. */
@Tag("slow")
final class OwnModelsInTheEngineTest {

    private static final String WORDS = OnnxBytes.tokenizer("read", "file", "write", "time");
    private static final String SEARCH = "/api/v1/search?intent=read+a+file&include=why&limit=3";

    @TempDir
    private Path home;

    @Test
    void aGoodModelIsUsedABadOneIsNamedAndAReplacedOneStartsAnew() throws IOException {
        Files.writeString(home.resolve("casys.json"), """
                {"casys": {"search": {
                  "embedding": {"name": "tiny", "folder": "models/tiny", "max-tokens": 16},
                  "reranker": {"folder": "models/rank", "max-tokens": 16, "candidates": 5}}}}
                """);
        Path tiny = Files.createDirectories(home.resolve("models/tiny"));
        OnnxBytes.files(tiny, OnnxBytes.lookup(table(1)), WORDS);
        String before;
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            before = embedder(engine);
            assertThat(engine.json("/api/v1/status").path("problems").toString())
                    .contains(
                            "casys.search.reranker", home.resolve("models/rank").toString(), "correct the path");
            assertThat(engine.json(SEARCH).at("/hits/0/signals").has("reranker"))
                    .isFalse();
        }
        OnnxBytes.files(tiny, OnnxBytes.lookup(table(2)), WORDS);
        Path rank = Files.createDirectories(home.resolve("models/rank"));
        OnnxBytes.files(rank, OnnxBytes.crossEncoder(0, 0, 0, 0, -9, 0, 9, 0), WORDS);
        try (EngineProcess engine = EngineProcess.start(home).ready()) {
            assertThat(embedder(engine)).isNotEqualTo(before);
            EngineProcess.await(
                    "reranker",
                    Duration.ofSeconds(30),
                    () -> engine.json(SEARCH).at("/hits/0/signals").has("reranker"));
            assertThat(engine.json("/api/v1/status").path("problems")).isEmpty();
        }
    }

    /** The name under which the model contributes, once the tools have their vectors. */
    private static String embedder(EngineProcess engine) {
        EngineProcess.await(
                "vectors", Duration.ofSeconds(30), () -> name(engine).isPresent());
        return name(engine).orElseThrow();
    }

    private static Optional<String> name(EngineProcess engine) {
        JsonNode signals = engine.json(SEARCH).at("/hits/0/signals");
        return signals.propertyNames().stream()
                .filter(name -> name.startsWith("tiny/"))
                .findFirst();
    }

    private static float[][] table(float scale) {
        float[][] table = new float[8][4];
        for (int word = 0; word < table.length; word++) {
            table[word][word % 4] = scale;
            table[word][3] += word;
        }
        return table;
    }
}
