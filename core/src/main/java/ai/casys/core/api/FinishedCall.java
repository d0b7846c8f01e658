// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One call that is over: made by a client, or a step of a workflow or of code.
 *
 * @param run the session or run in which calls belong together; empty if this one stands alone
 * @param intent what the call was for, if whoever reports it knows; otherwise it is taken from the run's searches
 * @param outcome as far as it is known without reading the result: an {@code isError} in there makes it a failure
 * @param latency from the call's arrival to its end
 * @param preceding the tools that had to be done before, if the run has an order of its own; otherwise those that
 *     succeeded before in the run
 * @param flows values known to come from earlier results; others are found out
 * @param arguments to recognise values of earlier results, never kept; empty if that is not wanted
 * @param result the {@code CallToolResult}, to tell success from failure and to recognise its values later on; never kept
 */
public record FinishedCall(
        Caller caller,
        String run,
        Optional<String> intent,
        ToolAddress tool,
        CallOutcome outcome,
        Duration latency,
        Instant at,
        Optional<List<ToolAddress>> preceding,
        List<KnownFlow> flows,
        Optional<RawJson> arguments,
        Optional<RawJson> result) {
    public FinishedCall {
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(run, "run is null");
        Objects.requireNonNull(intent, "intent is null");
        Objects.requireNonNull(tool, "tool is null");
        Objects.requireNonNull(outcome, "outcome is null");
        Objects.requireNonNull(latency, "latency is null");
        Objects.requireNonNull(at, "at is null");
        preceding = preceding.map(List::copyOf);
        flows = List.copyOf(flows);
        Objects.requireNonNull(arguments, "arguments is null");
        Objects.requireNonNull(result, "result is null");
    }

    /** A call of a client, of which nothing is known but what happened. */
    public static FinishedCall of(
            Caller caller, String run, ToolAddress tool, CallOutcome outcome, Duration latency, Instant at) {
        return new FinishedCall(
                caller,
                run,
                Optional.empty(),
                tool,
                outcome,
                latency,
                at,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with what was sent and what came back. */
    public FinishedCall with(RawJson sent, Optional<RawJson> came) {
        return new FinishedCall(
                caller, run, intent, tool, outcome, latency, at, preceding, flows, Optional.of(sent), came);
    }

    /** The same with what it was for. */
    public FinishedCall withIntent(String purpose) {
        return new FinishedCall(
                caller, run, Optional.of(purpose), tool, outcome, latency, at, preceding, flows, arguments, result);
    }
}
