// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactVectorTest {

    private final Random random = new Random(3);

    @Test
    void similaritiesAreThoseOfTheVectorsWithinAThousandthOrTwo() {
        for (int i = 0; i < 200; i++) {
            float[] one = vector();
            float[] other = vector();
            double exact = 0;
            for (int k = 0; k < one.length; k++) {
                exact += one[k] * other[k];
            }
            assertThat((double) CompactVector.of(one).similarity(CompactVector.of(other)))
                    .isCloseTo(exact, within(0.002));
        }
    }

    @Test
    void bytesGiveTheSameVector() {
        CompactVector vector = CompactVector.of(vector());
        CompactVector other = CompactVector.of(vector());

        CompactVector again = CompactVector.of(vector.bytes());

        assertThat(again.similarity(other)).isEqualTo(vector.similarity(other));
        assertThat(again.floats()).isEqualTo(vector.floats());
    }

    @Test
    void nothingIsSimilarToNothing() {
        CompactVector zero = CompactVector.of(new float[EmbeddingModel.DIMENSION]);

        assertThat(zero.similarity(CompactVector.of(vector()))).isZero();
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] noScale = ByteBuffer.allocate(CompactVector.bytes(EmbeddingModel.DIMENSION))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(Float.NaN)
                .array();

        assertThatThrownBy(() -> CompactVector.of(noScale)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> CompactVector.of(new byte[4])).hasMessageContaining("0");
        assertThatThrownBy(() -> CompactVector.of(new byte[2_000])).hasMessageContaining("1996");
        assertThatThrownBy(() -> CompactVector.of(new float[1_025])).hasMessageContaining("1025");
    }

    @Test
    void vectorsOfDifferentLengthsAreNotCompared() {
        CompactVector three = CompactVector.of(new float[] {1, 0, 0});

        assertThat(CompactVector.of(three.bytes()).dimension()).isEqualTo(3);
        assertThatThrownBy(() -> three.similarity(CompactVector.of(vector())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private float[] vector() {
        float[] vector = new float[EmbeddingModel.DIMENSION];
        double square = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }
}
