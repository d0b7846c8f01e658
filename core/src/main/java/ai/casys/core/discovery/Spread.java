// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/** Where scores begin and end, to bring them to 0..1. Equal scores all count as the best one. */
record Spread(float least, float most) {

    // Comparisons instead of Math.min and Math.max, whose care for NaN and -0 takes most of the time here.
    static Spread of(float[] scores) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            least = score < least ? score : least;
            most = score > most ? score : most;
        }
        return new Spread(least, most);
    }

    /** Of those scores that are known. */
    static Spread of(float[] scores, boolean[] known) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int place = 0; place < scores.length; place++) {
            float score = scores[place];
            if (known[place]) {
                least = score < least ? score : least;
                most = score > most ? score : most;
            }
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
