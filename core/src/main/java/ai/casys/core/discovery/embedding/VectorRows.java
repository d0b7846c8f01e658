// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.util.List;

/** The rows of a {@link VectorTable} that some texts had at one time, by the texts' places. Immutable. */
public final class VectorRows {

    static final int NONE = -1;

    private static final DotProducts PRODUCTS = DotProducts.best();

    private final int[] rows;
    private final byte[][] numbers;
    private final float[][] scales;
    private final int dimension;
    private final int stride;

    /** @param rows by place, {@link #NONE} of a text without a vector; the arrays are handed over */
    VectorRows(int[] rows, byte[][] numbers, float[][] scales, int dimension) {
        this.rows = rows;
        this.numbers = numbers;
        this.scales = scales;
        this.dimension = dimension;
        this.stride = DotProducts.padded(dimension);
    }

    /** How many places there are. */
    public int size() {
        return rows.length;
    }

    /** Whether the text of a place has a vector. */
    public boolean has(int place) {
        return rows[place] != NONE;
    }

    /**
     * The cosines of the angles between the vectors at some places and those wanted, all of length 1; 0 of a place without
     * a vector.
     *
     * @return by the number of the wanted, then in the order of {@code places}
     * @throws IllegalArgumentException if one of the wanted has another number of numbers
     */
    public float[][] similarities(int[] places, List<CompactVector> wanted) {
        short[][] numbersWanted = new short[wanted.size()][];
        float[] scalesWanted = new float[wanted.size()];
        for (int number = 0; number < scalesWanted.length; number++) {
            CompactVector vector = wanted.get(number);
            if (vector.dimension() != dimension) {
                throw new IllegalArgumentException(
                        "a vector of " + vector.dimension() + " numbers is not comparable with those of " + dimension);
            }
            numbersWanted[number] = vector.padded();
            scalesWanted[number] = vector.scale();
        }
        float[][] similarities = new float[scalesWanted.length][places.length];
        int[] products = new int[scalesWanted.length];
        for (int at = 0; at < places.length; at++) {
            int row = rows[places[at]];
            if (row == NONE) {
                continue;
            }
            int block = VectorTable.block(row);
            int within = VectorTable.within(row);
            PRODUCTS.of(numbers[block], within * stride, numbersWanted, products);
            float scale = scales[block][within];
            for (int number = 0; number < products.length; number++) {
                similarities[number][at] = products[number] * scale * scalesWanted[number];
            }
        }
        return similarities;
    }
}
