// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/**
 * How probable it is that a found tool is one of those that the intent needs: a logistic function of what is known of it
 * and its neighbours in the answer, all of it over visible tools. Its numbers come from labelled public collections; the
 * program {@code ConfidenceFit} among the tests makes them again and says how far they hold for collections that they
 * were not made from; the vectors' numbers (docs/decisions/0021-intent-adapter.md) have not seen them then.
 */
final class Confidence {

    /** Of {@link #facts}; the first is what holds before anything is known. */
    private static final double[] WEIGHTS = {
        -4.135, 2.623, 3.058, 3.372, 1.354, 0.155, -1.364, -1.031, 1.700, 2.010, 1.576, 0.712, 0.831
    };

    private Confidence() {}

    /**
     * What is known of one tool of an answer.
     *
     * @param rank 0 for the best
     * @param best the best tool's score
     * @param next the score of the tool after this one, 0 if it is the last
     * @param leads whether no better one was found for the same part of the intent
     */
    static double[] facts(RankedTool tool, int rank, double best, double next, boolean leads) {
        boolean byWords = tool.similarity() < 0;
        boolean further = leads && rank > 0;
        return new double[] {
            1,
            tool.score() / best,
            (tool.score() - next) / best,
            byWords ? 0 : tool.similarity(),
            byWords ? 1 : 0,
            byWords ? tool.coverage() : 0,
            tool.implied().isPresent() ? 1 : 0,
            Math.log(1.0 + rank),
            tool.experience().served(),
            tool.experience().served() * Math.log(1.0 + rank),
            tool.experience().company(),
            further ? 1 : 0,
            further ? (byWords ? tool.coverage() : tool.similarity()) : 0
        };
    }

    /** From 0 to 1. */
    static double of(double[] facts) {
        double sum = 0;
        for (int fact = 0; fact < facts.length; fact++) {
            sum += WEIGHTS[fact] * facts[fact];
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
