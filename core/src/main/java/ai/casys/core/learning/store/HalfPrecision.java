// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import java.nio.ByteBuffer;

/** Vectors as they are stored: two bytes a number lose nothing that ranking could notice. */
final class HalfPrecision {

    private HalfPrecision() {}

    static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Short.BYTES);
        for (float number : vector) {
            bytes.putShort(Float.floatToFloat16(number));
        }
        return bytes.array();
    }

    static float[] vector(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        float[] vector = new float[bytes.length / Short.BYTES];
        for (int place = 0; place < vector.length; place++) {
            vector[place] = Float.float16ToFloat(numbers.getShort());
        }
        return vector;
    }
}
