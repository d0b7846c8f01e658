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

    /** Numbers at most. */
    public static final int MOST_NUMBERS = 1_024;

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
     * @throws IllegalArgumentException if it has none or more than {@value #MOST_NUMBERS} numbers
     */
    public static CompactVector of(float[] vector) {
        checkDimension(vector.length);
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
     * @throws IllegalArgumentException if there is no number or are more than {@value #MOST_NUMBERS}, or the scale is
     *     none
     */
    public static CompactVector of(byte[] bytes) {
        if (bytes.length < Float.BYTES) {
            throw new IllegalArgumentException(
                    "a vector has a scale of " + Float.BYTES + " bytes, not " + bytes.length);
        }
        checkDimension(bytes.length - Float.BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float scale = buffer.getFloat();
        if (!Float.isFinite(scale) || scale < 0) {
            throw new IllegalArgumentException("a vector's scale is " + scale);
        }
        byte[] numbers = new byte[buffer.remaining()];
        buffer.get(numbers);
        for (int i = 0; i < numbers.length; i++) {
            // None that was written by this class has it, and sums of products rely on that.
            numbers[i] = (byte) Math.max(-LARGEST, numbers[i]);
        }
        return new CompactVector(numbers, scale);
    }

    /** Bytes of a vector of so many numbers. */
    public static int bytes(int dimension) {
        return Float.BYTES + dimension;
    }

    private static void checkDimension(int dimension) {
        if (dimension < 1 || dimension > MOST_NUMBERS) {
            throw new IllegalArgumentException("a vector has 1 to " + MOST_NUMBERS + " numbers, not " + dimension);
        }
    }

    /** How many numbers it has. */
    public int dimension() {
        return numbers.length;
    }

    /** Scale and numbers. */
    public byte[] bytes() {
        return ByteBuffer.allocate(bytes(numbers.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(scale)
                .put(numbers)
                .array();
    }

    /**
     * The cosine of the angle between two vectors of length 1.
     *
     * @throws IllegalArgumentException if they do not have equally many numbers
     */
    public float similarity(CompactVector other) {
        return VectorUtil.dotProduct(numbers, other.numbers) * scale * other.scale;
    }

    float scale() {
        return scale;
    }

    void copyTo(byte[] other, int offset) {
        System.arraycopy(numbers, 0, other, offset, numbers.length);
    }

    /** The numbers, filled up with zeros as {@link DotProducts} wants them. */
    short[] padded() {
        short[] padded = new short[DotProducts.padded(numbers.length)];
        for (int i = 0; i < numbers.length; i++) {
            padded[i] = numbers[i];
        }
        return padded;
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
