// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one tool has done, in counts that fade.
 *
 * @param calls successes and failures
 * @param cancelled calls that were withdrawn; say nothing about the tool
 * @param refused calls that were not carried out; say nothing about the tool
 * @param uses pieces of work in which it succeeded, each counted once
 * @param logLatency the sum, over the successes, of the natural logarithm of 1 + milliseconds
 * @param succeeded when it last succeeded
 */
public record ToolRecord(
        Tally calls, double cancelled, double refused, double uses, double logLatency, Optional<Instant> succeeded) {
    public ToolRecord {
        Objects.requireNonNull(calls, "calls is null");
        Objects.requireNonNull(succeeded, "succeeded is null");
    }

    static ToolRecord success(Instant at, Duration latency, boolean firstInWork) {
        return new ToolRecord(
                Tally.success(at),
                0,
                0,
                firstInWork ? 1 : 0,
                Math.log1p(Math.max(0, latency.toNanos() / 1e6)),
                Optional.of(at));
    }

    static ToolRecord failure(Instant at) {
        return new ToolRecord(Tally.failure(at), 0, 0, 0, 0, Optional.empty());
    }

    static ToolRecord cancellation(Instant at) {
        return new ToolRecord(new Tally(0, 0, at), 1, 0, 0, 0, Optional.empty());
    }

    static ToolRecord refusal(Instant at) {
        return new ToolRecord(new Tally(0, 0, at), 0, 1, 0, 0, Optional.empty());
    }

    /** Both together; the order in which they were counted makes no difference. */
    ToolRecord plus(ToolRecord other, Decay decay) {
        Tally both = calls.plus(other.calls, decay);
        double mine = decay.left(calls.at(), both.at());
        double theirs = decay.left(other.calls.at(), both.at());
        return new ToolRecord(
                both,
                cancelled * mine + other.cancelled * theirs,
                refused * mine + other.refused * theirs,
                uses * mine + other.uses * theirs,
                logLatency * mine + other.logLatency * theirs,
                later(succeeded, other.succeeded));
    }

    /** What is left of it later. */
    ToolRecord at(Instant now, Decay decay) {
        double left = decay.left(calls.at(), now);
        return left == 1
                ? this
                : new ToolRecord(
                        calls.at(now, decay),
                        cancelled * left,
                        refused * left,
                        uses * left,
                        logLatency * left,
                        succeeded);
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isAfter(other.get()) ? one : other;
    }
}
