// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How likely it is that one tool needs to run before another, once both are used. For a pair that was seen together n
 * times, k of them with the edge, the estimate is (k + s p) / (n + s): the posterior mean of a Beta distribution whose
 * prior p, worth s observations, comes from a logistic regression over what is known of any pair: how often either tool
 * comes first or second elsewhere, how pairs of similar tools behave, where the intent speaks of them, and whether the
 * output of the one fits the input of the other. Both outcomes count, and a pair that was never seen gets the prior.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class EdgeModel {

    /** Observations that the prior of a pair is worth. */
    private static final double PRIOR_STRENGTH = 2;

    /** Observations that the weights without any run are worth. */
    private static final double PENALTY = 3;

    // Without any run: what is named earlier runs earlier if it is named right before, and what fits is used.
    private static final double[] UNTAUGHT = {-1.4, 0.1, 0.1, 0, 0, 0.5, 0.9, 0.2, 0.4, 0.2, 2.5};

    private static final double LEAST = 0.01;
    private static final double LIKELY_ELSEWHERE = 0.3;
    private static final double NEIGHBOUR_PRIOR = 0.2;

    private final EdgeTallies tallies;
    private final ToolLikeness likeness;
    private final double[] weights;

    private EdgeModel(EdgeTallies tallies, ToolLikeness likeness, double[] weights) {
        this.tallies = tallies;
        this.likeness = likeness;
        this.weights = weights;
    }

    /** What is assumed before any run. */
    public static EdgeModel untaught() {
        return new EdgeModel(new EdgeTallies(), ToolLikeness.UNKNOWN, UNTAUGHT);
    }

    /**
     * Learns from runs. The prior is fitted on each run as if that run itself had not been seen, so that it holds for
     * pairs that are new.
     */
    static EdgeModel learnt(List<ObservedRun> runs, ToolLikeness likeness, PairFacts.Source facts) {
        EdgeTallies tallies = new EdgeTallies();
        runs.forEach(tallies::add);
        EdgeModel counted = new EdgeModel(tallies, likeness, UNTAUGHT);
        List<LogisticFit.Observation> observations = new ArrayList<>();
        for (ObservedRun run : runs) {
            PairFacts known = facts.of(run.intent(), run.tools());
            for (String from : run.tools()) {
                for (String to : run.tools()) {
                    if (!from.equals(to)) {
                        Edge edge = new Edge(from, to);
                        double seen = tallies.pair(edge).together() - run.weight();
                        observations.add(new LogisticFit.Observation(
                                counted.features(edge, known, run),
                                run.edges().contains(edge),
                                run.weight() / (1 + Math.max(0, seen))));
                    }
                }
            }
        }
        return new EdgeModel(tallies, likeness, LogisticFit.of(observations, UNTAUGHT, PENALTY));
    }

    /** How likely the edge is, above 0 and below 1. */
    double probability(Edge edge, PairFacts facts) {
        double prior = LogisticFit.probability(weights, features(edge, facts, null));
        EdgeTallies.Tally seen = tallies.pair(edge);
        return (seen.flowed() + PRIOR_STRENGTH * prior) / (seen.together() + PRIOR_STRENGTH);
    }

    /** Runs that used both tools, and those in which a value flowed from the first to the second. */
    EdgeTallies.Tally seen(Edge edge) {
        return tallies.pair(edge);
    }

    /**
     * Tools that ran before this one and handed it a value, each with the share of the runs of this one in which it did;
     * as if there had been one more in which it did not.
     *
     * @param leastRuns runs with such a value, fewer do not count
     */
    Map<String, Double> usedBefore(String tool, double leastRuns) {
        Map<String, Double> shares = new HashMap<>();
        for (String other : tallies.partners(tool)) {
            double flowed = tallies.pair(new Edge(other, tool)).flowed();
            if (flowed >= leastRuns) {
                shares.put(other, flowed / (tallies.runs(tool) + 1));
            }
        }
        return shares;
    }

    /** @param left the run to leave out of the counts, as if it had not been seen; null for none */
    private double[] features(Edge edge, PairFacts facts, @Nullable ObservedRun left) {
        return new double[] {
            1,
            logOdds(without(tallies.source(edge.from()), edge.from(), true, left)),
            logOdds(without(tallies.target(edge.to()), edge.to(), false, left)),
            logOdds(without(tallies.target(edge.from()), edge.from(), false, left)),
            logOdds(without(tallies.source(edge.to()), edge.to(), true, left)),
            facts.distance(edge) > 0 ? 1 : 0,
            facts.distance(edge) == 1 ? 1 : 0,
            facts.clearlyBefore(edge) ? 1 : 0,
            1.0 / Math.max(1, facts.size()),
            likeOthers(edge),
            facts.fit(edge)
        };
    }

    /** The log odds that pairs of tools like these have the edge. */
    private double likeOthers(Edge edge) {
        double times = 0;
        double flows = 0;
        for (String other : tallies.partners(edge.from())) {
            if (!other.equals(edge.to())) {
                double weight = Math.pow(likeness.between(edge.to(), other), 3);
                EdgeTallies.Tally tally = tallies.pair(new Edge(edge.from(), other));
                times += weight;
                flows += weight * tally.flowed() / tally.together();
            }
        }
        for (String other : tallies.partners(edge.to())) {
            if (!other.equals(edge.from())) {
                double weight = Math.pow(likeness.between(edge.from(), other), 3);
                EdgeTallies.Tally tally = tallies.pair(new Edge(other, edge.to()));
                times += weight;
                flows += weight * tally.flowed() / tally.together();
            }
        }
        EdgeTallies.Tally all = tallies.all();
        double usual = all.together() == 0 ? LIKELY_ELSEWHERE : all.flowed() / all.together();
        return logOdds((flows + NEIGHBOUR_PRIOR * usual) / (times + NEIGHBOUR_PRIOR));
    }

    private static EdgeTallies.Tally without(
            EdgeTallies.Tally tally, String tool, boolean asSource, @Nullable ObservedRun left) {
        if (left == null || !left.tools().contains(tool)) {
            return tally;
        }
        long flows = left.edges().stream()
                .filter(edge -> tool.equals(asSource ? edge.from() : edge.to()))
                .count();
        return tally.without(left.weight() * (left.tools().size() - 1), left.weight() * flows);
    }

    private static double logOdds(EdgeTallies.Tally tally) {
        return logOdds((tally.flowed() + LIKELY_ELSEWHERE) / (tally.together() + 1));
    }

    private static double logOdds(double probability) {
        double inside = Math.clamp(probability, LEAST, 1 - LEAST);
        return Math.log(inside / (1 - inside));
    }
}
