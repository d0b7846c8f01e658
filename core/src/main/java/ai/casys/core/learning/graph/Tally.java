// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import java.time.Instant;
import java.util.Objects;

/**
 * How often something succeeded and failed, as counts that fade.
 *
 * @param successes at the instant {@code at}, 0 or more
 * @param failures at the instant {@code at}, 0 or more
 * @param at the latest of what was counted
 */
public record Tally(double successes, double failures, Instant at) {
    public Tally {
        if (!(successes >= 0) || !(failures >= 0) || Double.isInfinite(successes + failures)) {
            throw new IllegalArgumentException("counts " + successes + " and " + failures + " are not 0 or more");
        }
        Objects.requireNonNull(at, "at is null");
    }

    /** One success. */
    public static Tally success(Instant at) {
        return new Tally(1, 0, at);
    }

    /** One failure. */
    public static Tally failure(Instant at) {
        return new Tally(0, 1, at);
    }

    /** Both together; the order in which they were counted makes no difference. */
    public Tally plus(Tally other, Decay decay) {
        Instant latest = at.isAfter(other.at) ? at : other.at;
        double mine = decay.left(at, latest);
        double theirs = decay.left(other.at, latest);
        return new Tally(
                successes * mine + other.successes * theirs, failures * mine + other.failures * theirs, latest);
    }

    /** What is left of it later. */
    public Tally at(Instant now, Decay decay) {
        double left = decay.left(at, now);
        return left == 1 ? this : new Tally(successes * left, failures * left, now);
    }

    /**
     * The mean of the Beta posterior of success.
     *
     * @param priorSuccesses above 0
     * @param priorFailures above 0
     */
    public double posterior(double priorSuccesses, double priorFailures) {
        return (successes + priorSuccesses) / (successes + failures + priorSuccesses + priorFailures);
    }

    /** The successes, discounted by how often it failed as well; a failure never makes it more. */
    public double credit() {
        return successes * posterior(1, 1) / new Tally(successes, 0, at).posterior(1, 1);
    }
}
