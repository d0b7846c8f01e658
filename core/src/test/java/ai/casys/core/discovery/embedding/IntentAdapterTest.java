// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IntentAdapterTest {

    private static final Offset<Float> ROUNDED = within(0.01f);

    @Test
    void movesAlongThePairsByHowMuchOfThemIsInTheIntent() throws IOException {
        // Bias (0, 0, 1); what is seen of (1, 0, 0) moves to (0, 2, 0).
        IntentAdapter adapter = read(line(0, 0, 1) + line(1, 0, 0) + line(0, 2, 0));

        float[] moved = adapter.apply(new float[] {0.5f, 0, 0});

        // (.5, 1, 1), brought to length 1.
        assertThat(moved).containsExactly(new float[] {1 / 3f, 2 / 3f, 2 / 3f}, ROUNDED);
    }

    @Test
    void theGivenVectorStaysAsItIs() throws IOException {
        float[] intent = {0, 1, 0};

        read(line(1, 0, 0)).apply(intent);

        assertThat(intent).containsExactly(0, 1, 0);
        assertThat(IntentAdapter.NONE.apply(intent)).containsExactly(0, 1, 0);
    }

    @Test
    void damagedNumbersAreRefused() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(line(1, 0, 0) + line(1, 0, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 vectors");
        assertThatThrownBy(() -> read("!!!\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(line(1, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 numbers");
        assertThatThrownBy(() -> read("AAA=\n")).isInstanceOf(IOException.class).hasMessageContaining("not 2");
    }

    @Test
    void aFileThatNeverEndsIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'A';
            }
        };

        assertThatThrownBy(() -> IntentAdapter.read(endless, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void eachModelOfTheProgramHasOne() throws IOException {
        for (EmbeddingModel model : new EmbeddingModel[] {EmbeddingModel.MINILM, EmbeddingModel.BGE}) {
            try (InputStream stream = getClass()
                    .getClassLoader()
                    .getResourceAsStream(model.adapter().orElseThrow())) {
                assertThat(stream).isNotNull();
                float[] intent = new float[EmbeddingModel.DIMENSION];
                intent[7] = 1;

                float[] moved =
                        IntentAdapter.read(stream, EmbeddingModel.DIMENSION).apply(intent);

                assertThat(moved).isNotEqualTo(intent);
                assertThat(CompactVector.of(moved).similarity(CompactVector.of(moved)))
                        .isCloseTo(1, ROUNDED);
            }
        }
    }

    private static IntentAdapter read(String lines) throws IOException {
        return IntentAdapter.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), 3);
    }

    private static String line(float... numbers) {
        return Base64.getEncoder().encodeToString(CompactVector.of(numbers).bytes()) + "\n";
    }
}
