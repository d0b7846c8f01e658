// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/** Whether a tool fits at all, or is just the nearest there is. */
final class Relevance {

    // On labelled intents one right tool in a hundred covers less than this; a single chance word of a long text does.
    private static final double LEAST_COVERAGE = 0.04;

    private static final double LEAST_SIMILARITY = 0.3;

    // A vote of like intents in five is no chance; a tool that only accompanies others needs more.
    private static final double LEAST_SERVED = 0.2;
    private static final double LEAST_COMPANY = 0.3;

    private Relevance() {}

    static boolean of(RankedTool ranked) {
        return of(ranked.coverage(), ranked.terms().size(), ranked.similarity())
                || ranked.experience().served() >= LEAST_SERVED;
    }

    /** The same of anything, by its text alone. */
    static boolean of(double coverage, int terms, double similarity) {
        return coverage >= LEAST_COVERAGE || terms > 1 || similarity >= LEAST_SIMILARITY;
    }

    /** Whether a tool that does not fit by itself is usually used together with those that do. */
    static boolean accompanies(RankedTool ranked) {
        return ranked.experience().company() >= LEAST_COMPANY;
    }
}
