// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/** Where scores begin and end, to bring them to 0..1. Equal scores all count as the best one. */
record Spread(float least, float most) {

    static Spread of(float[] scores) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            least = Math.min(least, score);
            most = Math.max(most, score);
        }
        return new Spread(least, most);
    }

    /** From 0, for scores that begin there. */
    static Spread fromZero(float[] scores) {
        return new Spread(0, Math.max(0, of(scores).most()));
    }

    float part(float score) {
        if (most > least) {
            return (score - least) / (most - least);
        }
        return most > 0 ? 1 : 0;
    }
}
