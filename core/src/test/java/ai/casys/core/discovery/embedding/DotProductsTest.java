// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotProductsTest {

    private static final int MOST_WANTED = 9;

    private final Random random = new Random(5);
    private final DotProducts plain = new PlainDotProducts();

    @Test
    void productsAreTheSameWithAndWithoutVectorInstructions() {
        DotProducts best = DotProducts.best();
        for (int round = 0; round < 300; round++) {
            int length = DotProducts.padded(1 + random.nextInt(CompactVector.MOST_NUMBERS));
            byte[] rows = bytes(3 * length);
            short[][] wanted = new short[random.nextInt(MOST_WANTED + 1)][length];
            for (short[] one : wanted) {
                byte[] numbers = bytes(length);
                for (int i = 0; i < length; i++) {
                    one[i] = numbers[i];
                }
            }
            for (int row = 0; row < 3; row++) {
                assertThat(products(best, rows, row * length, wanted))
                        .isEqualTo(products(plain, rows, row * length, wanted));
            }
        }
    }

    @Test
    void theLargestNumbersOfEitherSignDoNotOverflow() {
        int length = CompactVector.MOST_NUMBERS;
        byte[] row = new byte[length];
        short[] same = new short[length];
        short[] opposite = new short[length];
        Arrays.fill(row, (byte) 127);
        Arrays.fill(same, (short) 127);
        Arrays.fill(opposite, (short) -127);

        for (DotProducts products : new DotProducts[] {plain, DotProducts.best()}) {
            assertThat(products(products, row, 0, new short[][] {same, opposite, same}))
                    .containsExactly(127 * 127 * length, -127 * 127 * length, 127 * 127 * length);
        }
    }

    @Test
    void testsRunWithVectorInstructionsAsTheEngineDoes() {
        assertThat(DotProducts.best()).isInstanceOf(WideDotProducts.class);
    }

    private static int[] products(DotProducts products, byte[] rows, int offset, short[][] wanted) {
        int[] into = new int[wanted.length];
        products.of(rows, offset, wanted, into);
        return into;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(255) - 127);
        }
        return bytes;
    }
}
