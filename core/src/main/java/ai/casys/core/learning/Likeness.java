// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import java.util.Map;

/** How alike two intents are, by their vectors of unit length. */
final class Likeness {

    /** That of two intents that no model has read both. */
    static final double NOT_COMPARABLE = -1;

    private Likeness() {}

    /** The mean over the models that both were read by, 0 to 1; {@link #NOT_COMPARABLE} if there is no such model. */
    static double of(Map<String, float[]> one, Map<String, float[]> other) {
        double sum = 0;
        int models = 0;
        for (Map.Entry<String, float[]> entry : one.entrySet()) {
            float[] theirs = other.get(entry.getKey());
            if (theirs != null && theirs.length == entry.getValue().length) {
                sum += product(entry.getValue(), theirs);
                models++;
            }
        }
        return models == 0 ? NOT_COMPARABLE : Math.clamp(sum / models, 0, 1);
    }

    /** Four sums at once, which the processor adds side by side. */
    private static double product(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int place = 0;
        for (; place + 3 < one.length; place += 4) {
            a += one[place] * other[place];
            b += one[place + 1] * other[place + 1];
            c += one[place + 2] * other[place + 2];
            d += one[place + 3] * other[place + 3];
        }
        for (; place < one.length; place++) {
            a += one[place] * other[place];
        }
        return a + b + c + d;
    }
}
