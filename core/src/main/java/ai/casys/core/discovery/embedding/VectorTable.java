// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one model, by the hash of their text: rows of one size in few large blocks, which is what lets all of
 * them be compared as fast as memory can be read. Rows are only ever added, by one thread; any number of threads reads
 * meanwhile.
 */
public final class VectorTable {

    private static final int BLOCK_BITS = 8;
    static final int ROWS_OF_BLOCK = 1 << BLOCK_BITS;

    private final int dimension;
    private final int stride;
    private final Map<TextHash, Integer> rows = new ConcurrentHashMap<>();

    // Grown by copying, so that who found a row in the map finds it here as well. Reused by nobody: gone rows stay.
    private volatile byte[][] numbers = new byte[0][];
    private volatile float[][] scales = new float[0][];
    private int count;

    /** @param dimension numbers of each vector, 1 to {@value CompactVector#MOST_NUMBERS} */
    public VectorTable(int dimension) {
        if (dimension < 1 || dimension > CompactVector.MOST_NUMBERS) {
            throw new IllegalArgumentException(
                    "a vector has 1 to " + CompactVector.MOST_NUMBERS + " numbers, not " + dimension);
        }
        this.dimension = dimension;
        this.stride = DotProducts.padded(dimension);
    }

    /** Whether a text has its vector. */
    public boolean has(TextHash text) {
        return rows.containsKey(text);
    }

    /**
     * Adds vectors; those of texts that have one are left out.
     *
     * @throws IllegalArgumentException if one has another number of numbers
     */
    public void add(Map<TextHash, CompactVector> vectors) {
        vectors.forEach((text, vector) -> {
            if (vector.dimension() != dimension) {
                throw new IllegalArgumentException(
                        "a vector of " + vector.dimension() + " numbers among those of " + dimension);
            }
            if (!rows.containsKey(text)) {
                int row = next();
                vector.copyTo(numbers[row >> BLOCK_BITS], start(row));
                scales[row >> BLOCK_BITS][row & (ROWS_OF_BLOCK - 1)] = vector.scale();
                rows.put(text, row);
            }
        });
    }

    private int next() {
        if (count == numbers.length << BLOCK_BITS) {
            byte[][] more = Arrays.copyOf(numbers, numbers.length + 1);
            more[numbers.length] = new byte[stride << BLOCK_BITS];
            float[][] moreScales = Arrays.copyOf(scales, scales.length + 1);
            moreScales[scales.length] = new float[ROWS_OF_BLOCK];
            numbers = more;
            scales = moreScales;
        }
        return count++;
    }

    private int start(int row) {
        return (row & (ROWS_OF_BLOCK - 1)) * stride;
    }

    /**
     * This table without other texts: itself as long as less than half of it would be waste, or else a copy. By the thread
     * that adds.
     */
    public VectorTable retain(Set<TextHash> texts) {
        rows.keySet().retainAll(texts);
        if (count <= 2 * rows.size() + ROWS_OF_BLOCK) {
            return this;
        }
        VectorTable copy = new VectorTable(dimension);
        rows.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(text -> {
            int from = text.getValue();
            int to = copy.next();
            System.arraycopy(
                    numbers[from >> BLOCK_BITS], start(from), copy.numbers[to >> BLOCK_BITS], start(to), stride);
            copy.scales[to >> BLOCK_BITS][to & (ROWS_OF_BLOCK - 1)] =
                    scales[from >> BLOCK_BITS][from & (ROWS_OF_BLOCK - 1)];
            copy.rows.put(text.getKey(), to);
        });
        return copy;
    }

    /** The vectors of some texts that are known now, in the texts' order. */
    public VectorRows rows(@Nullable TextHash[] texts) {
        int[] places = new int[texts.length];
        for (int place = 0; place < texts.length; place++) {
            TextHash text = texts[place];
            places[place] = text == null ? VectorRows.NONE : rows.getOrDefault(text, VectorRows.NONE);
        }
        return new VectorRows(places, numbers, scales, dimension);
    }

    static int block(int row) {
        return row >> BLOCK_BITS;
    }

    static int within(int row) {
        return row & (ROWS_OF_BLOCK - 1);
    }
}
