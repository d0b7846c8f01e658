// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What travels with one tool call through every layer.
 *
 * @param callId correlation id, shown to the caller in errors and written to the log
 * @param deadline the instant by which an answer must be there
 * @param cancellation fired when the caller withdraws the call
 * @param progress hears the callee's progress, {@link ProgressListener#NONE} when the caller did not ask for it
 */
public record CallContext(
        Caller caller, UUID callId, Instant deadline, Cancellation cancellation, ProgressListener progress) {

    public CallContext {
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(callId, "callId is null");
        Objects.requireNonNull(deadline, "deadline is null");
        Objects.requireNonNull(cancellation, "cancellation is null");
        Objects.requireNonNull(progress, "progress is null");
    }

    /** A context with a fresh id and cancellation, and nobody listening to progress. */
    public static CallContext of(Caller caller, Duration timeout) {
        return new CallContext(
                caller, UUID.randomUUID(), Instant.now().plus(timeout), new Cancellation(), ProgressListener.NONE);
    }

    /** Time left, never negative. */
    public Duration remaining() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
