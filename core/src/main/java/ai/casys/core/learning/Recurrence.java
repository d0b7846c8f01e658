// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

/**
 * How probable it is that a tool which served one intent serves another too, by how alike the two are. Catalogues differ
 * in this beyond any fixed rule: at a similarity of .5 it is one in twenty where many tools do much the same, and two in
 * three where the same few tools come back in everything. So it is counted: pairs of past intents fall into bands of
 * similarity, each band begins as if it had seen {@value #USUAL_PAIRS} pairs of what is usual, and what is usual is moved
 * up or down, all bands alike, to where the pairs as a whole are. Immutable; safe for any number of threads.
 */
final class Recurrence {

    /** No more than this is believed, be two intents ever so alike. */
    static final double SURE = 0.95;

    private static final int BANDS = 20;
    private static final double USUAL_PAIRS = 6;

    /** Log odds of what is usual: even at this similarity, and so much more for each further whole of similarity. */
    private static final double EVEN_AT = 0.9;

    private static final double STEEPNESS = 12;

    /** How unwillingly the usual is moved: a Gaussian prior of the move, with a deviation of some 2.2 in log odds. */
    private static final double RELUCTANCE = 0.2;

    private static final double FURTHEST = 12;
    private static final int HALVINGS = 30;

    private final double[] probabilities;

    private Recurrence(double[] probabilities) {
        this.probabilities = probabilities;
    }

    /** Pairs of past intents, as they are counted. For one thread. */
    static final class Pairs {
        private final double[] seen = new double[BANDS];
        private final double[] shared = new double[BANDS];

        /**
         * Counts one.
         *
         * @param share of the tools of the one that served the other too, from 0 to 1
         */
        void add(double similarity, double share) {
            int band = Math.clamp((int) (similarity * BANDS), 0, BANDS - 1);
            seen[band]++;
            shared[band] += share;
        }

        Recurrence recurrence() {
            double move = move();
            double[] probabilities = new double[BANDS];
            for (int band = 0; band < BANDS; band++) {
                probabilities[band] = (shared[band] + USUAL_PAIRS * usual(band, move)) / (seen[band] + USUAL_PAIRS);
            }
            return new Recurrence(probabilities);
        }

        /** The most probable one; what is left over falls with it, so halving finds where nothing is. */
        private double move() {
            double low = -FURTHEST;
            double high = FURTHEST;
            for (int halving = 0; halving < HALVINGS; halving++) {
                double middle = (low + high) / 2;
                double left = -RELUCTANCE * middle;
                for (int band = 0; band < BANDS; band++) {
                    left += seen[band] == 0 ? 0 : shared[band] - seen[band] * usual(band, middle);
                }
                if (left > 0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return (low + high) / 2;
        }

        private static double usual(int band, double move) {
            return 1 / (1 + Math.exp(-STEEPNESS * (middle(band) - EVEN_AT) - move));
        }
    }

    private static double middle(int band) {
        return (band + 0.5) / BANDS;
    }

    /** From 0 to {@link #SURE}; between the middles of two bands in between, and at 1 as sure as it gets. */
    double probability(double similarity) {
        double place = similarity * BANDS - 0.5;
        int band = (int) Math.floor(place);
        if (band < 0) {
            return Math.min(SURE, probabilities[0]);
        }
        double above = band + 1 < BANDS ? probabilities[band + 1] : SURE;
        double width = band + 1 < BANDS ? 1 : 0.5;
        double between = Math.min(1, (place - band) / width);
        return Math.min(SURE, probabilities[band] + between * (above - probabilities[band]));
    }
}
