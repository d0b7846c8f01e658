// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

/** Vectors of length 1. */
final class UnitLength {

    private UnitLength() {}

    /** Stretches a vector in place; one of zeros stays. */
    static void bring(float[] vector) {
        double square = 0;
        for (float number : vector) {
            square += (double) number * number;
        }
        double length = Math.sqrt(square);
        for (int i = 0; length > 0 && i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
    }

    /** The same vector, changed: without what all have in common, and of length 1 again. */
    static float[] without(float[] vector, float[] mean) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= mean[i];
        }
        bring(vector);
        return vector;
    }
}
