// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What travels with one tool call, or another request to a server, through every layer.
 *
 * @param callId correlation id, shown to the caller in errors and written to the log
 * @param deadline the instant by which an answer must be there
 * @param cancellation fired when the caller withdraws the call
 * @param progress hears the callee's progress, {@link ProgressListener#NONE} when the caller did not ask for it
 * @param client the client to ask and to tell, {@link ClientLink#NONE} when there is none
 * @param params the {@code params} object as the client sent it; of a tool call everything but name and arguments is
 *     passed on from it, {@code _meta} and unknown members included; the empty object when no client sent one
 */
public record CallContext(
        Caller caller,
        UUID callId,
        Instant deadline,
        Cancellation cancellation,
        ProgressListener progress,
        ClientLink client,
        RawJson params) {

    public CallContext {
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(callId, "callId is null");
        Objects.requireNonNull(deadline, "deadline is null");
        Objects.requireNonNull(cancellation, "cancellation is null");
        Objects.requireNonNull(progress, "progress is null");
        Objects.requireNonNull(client, "client is null");
        Objects.requireNonNull(params, "params is null");
    }

    /** A context without a client behind it. */
    public CallContext(
            Caller caller, UUID callId, Instant deadline, Cancellation cancellation, ProgressListener progress) {
        this(caller, callId, deadline, cancellation, progress, ClientLink.NONE, RawJson.EMPTY_OBJECT);
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
