// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.api.CasysException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {

    @Test
    void meaningIsNearerThanWords() {
        for (EmbeddingModel model : List.of(EmbeddingModel.MINILM, EmbeddingModel.BGE)) {
            try (OnnxEmbedder embedder = OnnxEmbedder.load(model)) {
                CompactVector intent = CompactVector.of(embedder.embed("how warm will it be tomorrow"));
                float right = intent.similarity(
                        CompactVector.of(embedder.embed("weather: forecast. Temperature and rain of the next days")));
                float wrong = intent.similarity(CompactVector.of(
                        embedder.embed("calendar: delete event. Removes what was planned for tomorrow")));
                assertThat(right).as(model.name()).isGreaterThan(wrong + 0.1f);
            }
        }
    }

    @Test
    void aTextHasOneVectorOfLengthOne() {
        try (OnnxEmbedder embedder = OnnxEmbedder.load(EmbeddingModel.MINILM)) {
            float[] vector = embedder.embed("list the open issues");
            embedder.embed("another text in between");

            assertThat(embedder.embed("list the open issues")).isEqualTo(vector);
            double square = 0;
            for (float number : vector) {
                square += number * number;
            }
            assertThat(square).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void hostileTextsHaveVectorsToo() {
        try (OnnxEmbedder embedder = OnnxEmbedder.load(EmbeddingModel.MINILM)) {
            for (String text :
                    List.of("", "\ud83d", "\u0000", "x".repeat(100_000), "a ".repeat(50_000), "工".repeat(9_000))) {
                assertThat(embedder.embed(text)).doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void whatCannotBeLoadedSaysWhy() {
        EmbeddingModel missing = new EmbeddingModel(
                "missing",
                "missing.onnx",
                "missing.json",
                Optional.empty(),
                Optional.empty(),
                EmbeddingModel.Pooling.MEAN,
                64);

        assertThatThrownBy(() -> OnnxEmbedder.load(missing))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("missing.json");
    }

    @Test
    void aClosedModelSaysSo() {
        OnnxEmbedder embedder = OnnxEmbedder.load(EmbeddingModel.MINILM);
        embedder.close();
        embedder.close();

        assertThatThrownBy(() -> embedder.embed("anything"))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("closed");
    }
}
