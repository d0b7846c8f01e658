// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.learning.Reliability;

/**
 * How probable it is that a found tool is one of those that the intent needs: a logistic function of what is known of it
 * and its neighbours in the answer, all of it over visible tools. Its numbers come from labelled public collections; the
 * program {@code ConfidenceFit} among the tests makes them again and says how far they hold for collections that they
 * were not made from.
 */
final class Confidence {

    /** Of {@link #facts}; the first is what holds before anything is known. */
    private static final double[] WEIGHTS = {
        -4.960, 0.392, 3.116, 2.600, 3.902, 0, 0, 0, -0.825, -0.066, 4.266, 2.609, -0.681
    };

    private Confidence() {}

    /**
     * What is known of one tool of an answer.
     *
     * @param rank 0 for the best
     * @param best the best tool's score
     * @param next the score of the tool after this one, 0 if it is the last
     * @param tools how many are visible
     */
    static double[] facts(RankedTool tool, int rank, double best, double next, int tools) {
        Experience experience = tool.experience();
        double reliability = experience.evidence().getLast() - Reliability.UNKNOWN.score();
        boolean byWords = tool.similarity() < 0;
        return new double[] {
            1,
            experience.evidence().getFirst(),
            tool.score() / best,
            (tool.score() - next) / best,
            byWords ? 0 : tool.similarity(),
            byWords ? 1 : 0,
            byWords ? tool.coverage() : 0,
            tool.implied().isPresent() ? 1 : 0,
            Math.log(1.0 + rank),
            Math.log(1.0 + tools),
            experience.served(),
            experience.company(),
            reliability
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
