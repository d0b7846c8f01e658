// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.graph.Decay;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a tool can be relied on.
 *
 * @param success the mean of the posterior probability that a call succeeds
 * @param successes as a count that fades
 * @param failures as a count that fades
 * @param latency what a successful call usually takes; empty if none is remembered
 * @param freshness 1 right after a success, fading to 0; 0 without one
 */
public record Reliability(
        double success, double successes, double failures, Optional<Duration> latency, double freshness) {

    /** A tool that nobody has called is trusted like one that succeeded four times of five. */
    private static final double PRIOR_SUCCESSES = 4;

    private static final double PRIOR_FAILURES = 1;
    private static final double BELIEF_SHARE = 0.8;
    private static final double FRESHNESS_SHARE = 0.1;
    private static final double QUICKNESS_SHARE = 0.1;
    private static final double MIDDLING_MILLIS = 1000;
    private static final double REMEMBERED = 0.01;

    /** Of a tool of which nothing is known. */
    public static final Reliability UNKNOWN =
            new Reliability(PRIOR_SUCCESSES / (PRIOR_SUCCESSES + PRIOR_FAILURES), 0, 0, Optional.empty(), 0);

    public Reliability {
        Objects.requireNonNull(latency, "latency is null");
    }

    static Reliability of(ToolRecord record, Instant now, Decay decay) {
        ToolRecord left = record.at(now, decay);
        double successes = left.calls().successes();
        return new Reliability(
                left.calls().posterior(PRIOR_SUCCESSES, PRIOR_FAILURES),
                successes,
                left.calls().failures(),
                successes < REMEMBERED
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(
                                (long) (Math.min(1e9, Math.expm1(left.logLatency() / successes)) * 1e6))),
                left.succeeded().map(at -> decay.left(at, now)).orElse(0.0));
    }

    /**
     * One number from 0 to 1 for ranking: mostly the posterior, and a little for having succeeded lately and quickly.
     * Failures, cancellations and refusals never make it more.
     */
    public double score() {
        double quickness = latency.map(taken -> MIDDLING_MILLIS / (MIDDLING_MILLIS + taken.toNanos() / 1e6))
                .orElse(0.5);
        return BELIEF_SHARE * success + FRESHNESS_SHARE * freshness + QUICKNESS_SHARE * quickness;
    }

    /** In a few words. */
    public String why() {
        return String.format(Locale.ROOT, "succeeds in %.0f %% of calls", success * 100);
    }
}
