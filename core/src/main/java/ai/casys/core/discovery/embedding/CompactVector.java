// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.util.VectorUtil;

/**
 * A vector in 8 bit numbers and one scale: a quarter of the memory, and similarities that are off by a thousandth or
 * so. Compared with vector instructions where the JVM has them ({@code --add-modules jdk.incubator.vector}), one number
 * after the other elsewhere; the results are the same, as whole numbers are added. Immutable.
 */
public final class CompactVector {

    /** Bytes of one with this many numbers. */
    public static final int BYTES = Float.BYTES + EmbeddingModel.DIMENSION;

    private static final int LARGEST = 127;

    private final byte[] numbers;
    private final float scale;

    private CompactVector(byte[] numbers, float scale) {
        this.numbers = numbers;
        this.scale = scale;
    }

    /**
     * The nearest to a vector.
     *
     * @throws IllegalArgumentException if it has not {@link EmbeddingModel#DIMENSION} numbers
     */
    public static CompactVector of(float[] vector) {
        if (vector.length != EmbeddingModel.DIMENSION) {
            throw new IllegalArgumentException(
                    "a vector has " + EmbeddingModel.DIMENSION + " numbers, not " + vector.length);
        }
        float largest = 0;
        for (float number : vector) {
            largest = Math.max(largest, Math.abs(number));
        }
        byte[] numbers = new byte[vector.length];
        for (int i = 0; largest > 0 && i < numbers.length; i++) {
            numbers[i] = (byte) Math.round(vector[i] / largest * LARGEST);
        }
        return new CompactVector(numbers, largest / LARGEST);
    }

    /**
     * The one that was {@link #bytes}.
     *
     * @throws IllegalArgumentException if there are fewer than {@link #BYTES} bytes from {@code offset} on, or the
     *     scale is none
     */
    public static CompactVector of(byte[] bytes, int offset) {
        if (bytes.length - offset < BYTES) {
            throw new IllegalArgumentException("a vector has " + BYTES + " bytes, not " + (bytes.length - offset));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float scale = buffer.getFloat();
        if (!Float.isFinite(scale) || scale < 0) {
            throw new IllegalArgumentException("a vector's scale is " + scale);
        }
        byte[] numbers = new byte[EmbeddingModel.DIMENSION];
        buffer.get(numbers);
        return new CompactVector(numbers, scale);
    }

    /** Scale and numbers. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(scale)
                .put(numbers)
                .array();
    }

    /** The cosine of the angle between two vectors of length 1. */
    public float similarity(CompactVector other) {
        return VectorUtil.dotProduct(numbers, other.numbers) * scale * other.scale;
    }

    /** The numbers as they are compared. */
    public float[] floats() {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers[i] * scale;
        }
        return floats;
    }
}
