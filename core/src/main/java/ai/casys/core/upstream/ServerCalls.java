// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.CallToolParams;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpCall;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;

/**
 * The calls of one server: wait until it is ready, wait for a slot, send, wait for the answer. Each step has an end and
 * can be withdrawn. A call that was sent is never sent again, since nobody knows what it has done. For any number of
 * threads; each call blocks its own.
 */
final class ServerCalls {

    /** Waiting calls for each slot. */
    private static final int QUEUE_FACTOR = 16;

    private final String name;
    private final UpstreamSettings settings;
    private final Pace pace;
    private final ServerSituation situation;
    private final Mailbox mailbox;
    private final Redactor redactor;
    private final CallSlots slots;

    ServerCalls(
            String name,
            UpstreamSettings settings,
            Pace pace,
            ServerSituation situation,
            Mailbox mailbox,
            Redactor redactor) {
        this.name = name;
        this.settings = settings;
        this.pace = pace;
        this.situation = situation;
        this.mailbox = mailbox;
        this.redactor = redactor;
        this.slots = new CallSlots(settings.maxInFlight(), settings.maxInFlight() * QUEUE_FACTOR);
    }

    /** Calls a tool and returns the bytes of its result. */
    RawJson call(String tool, RawJson arguments, CallContext context) {
        long end = System.nanoTime()
                + shorter(context.remaining(), settings.callTimeout()).toNanos();
        if (situation.isCircuitOpen()) {
            mailbox.post(Mailbox.Event.DEMAND);
        }
        try {
            // Before a slot is taken: those who wait for a server that starts must not fill them.
            situation.awaitReady(shorter(left(end), pace.readyWait()), context.cancellation());
            takeSlot(end, context.cancellation());
            try {
                McpClient client = situation.awaitReady(shorter(left(end), pace.readyWait()), context.cancellation());
                return send(client, CallToolParams.of(tool, arguments).raw(), end, context);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(
                    ErrorCategory.CANCELLED, "the wait for server \"" + name + "\" was interrupted", e);
        }
    }

    /** Waits until no call is under way. */
    void awaitIdle(Duration limit) throws InterruptedException {
        slots.awaitIdle(limit);
    }

    /** Whether no call is under way. */
    boolean isIdle() {
        return slots.taken() == 0;
    }

    private void takeSlot(long end, Cancellation cancellation) throws InterruptedException {
        CallSlots.Ticket ticket = slots.ticket();
        CallSlots.Outcome outcome;
        try (Cancellation.Registration _ = cancellation.onCancel(ticket::withdraw)) {
            outcome = ticket.await(left(end));
        }
        switch (outcome) {
            case GRANTED -> {}
            case WITHDRAWN ->
                throw new CasysException(
                        ErrorCategory.CANCELLED,
                        "the call was withdrawn before it was sent to server \"" + name + "\"");
            case QUEUE_FULL ->
                throw overloaded("and " + settings.maxInFlight() * QUEUE_FACTOR + " more are waiting; try again later");
            case TIMED_OUT ->
                throw overloaded("and none ended before this call's deadline; nothing was sent, so it can be repeated");
        }
    }

    private CasysException overloaded(String more) {
        return new CasysException(
                ErrorCategory.OVERLOADED,
                "server \"" + name + "\" has " + settings.maxInFlight()
                        + " calls under way (casys.upstream.max-in-flight) " + more);
    }

    private RawJson send(McpClient client, RawJson parameters, long end, CallContext context) {
        if (context.progress().equals(ProgressListener.NONE)) {
            return send(client, parameters, CallListener.NONE, end, context);
        }
        try (ProgressRelay relay = new ProgressRelay(context.progress())) {
            return send(client, parameters, relay, end, context);
        }
    }

    private RawJson send(McpClient client, RawJson parameters, CallListener progress, long end, CallContext context) {
        McpCall call;
        try {
            call = client.post(McpMethods.TOOLS_CALL, Optional.of(parameters), progress);
        } catch (TransportException e) {
            throw notSent(e);
        }
        try (Cancellation.Registration _ =
                context.cancellation().onCancel(() -> call.cancel("the caller withdrew it"))) {
            return call.await(left(end));
        } catch (JsonRpcException e) {
            throw new UpstreamErrorException(name, e.error());
        } catch (TransportException e) {
            throw unanswered(e);
        }
    }

    private CasysException notSent(TransportException problem) {
        if (problem.kind() == TransportException.Kind.OVERLOADED) {
            return new CasysException(
                    ErrorCategory.OVERLOADED,
                    "server \"" + name + "\" does not read what it is sent; nothing was sent, try again later",
                    problem);
        }
        return new CasysException(
                ErrorCategory.UNAVAILABLE,
                "server \"" + name + "\" is not available: " + text(problem)
                        + "; the call was not sent, so it can be repeated",
                problem);
    }

    private CasysException unanswered(TransportException problem) {
        return switch (problem.kind()) {
            case TIMEOUT ->
                failure(
                        ErrorCategory.TIMEOUT,
                        problem,
                        "did not answer in time; it was told to stop, but whether the work was done is not known. A "
                                + "longer time can be set as casys.upstream.call-timeout");
            case CANCELLED -> failure(ErrorCategory.CANCELLED, problem, "was told that the call was withdrawn");
            case TOO_LARGE ->
                failure(
                        ErrorCategory.UPSTREAM_FAILED,
                        problem,
                        "gave an answer larger than " + settings.maxMessageBytes()
                                + " bytes; ask for less, or raise casys.upstream.max-message-bytes");
            case OVERLOADED ->
                failure(ErrorCategory.OVERLOADED, problem, "does not read what it is sent; try again later");
            case CLOSED, CLOSED_DURING_PROBE ->
                doubtful(problem, "ended during the call; whether the work was done is not known: " + text(problem));
            case CONNECT -> {
                mailbox.post(Mailbox.Event.DOUBT);
                yield failure(
                        ErrorCategory.UNAVAILABLE,
                        problem,
                        "cannot be reached: " + text(problem) + "; it is being reconnected");
            }
            case UNAUTHORIZED ->
                doubtful(
                        problem,
                        "refused our credentials: " + text(problem) + "; check its headers in the configuration");
            case HTTP_STATUS -> doubtful(problem, "refused the call: " + text(problem));
            case PROTOCOL, UNSUPPORTED_VERSION -> doubtful(problem, "broke the protocol: " + text(problem));
        };
    }

    private CasysException doubtful(TransportException problem, String text) {
        mailbox.post(Mailbox.Event.DOUBT);
        return failure(ErrorCategory.UPSTREAM_FAILED, problem, text);
    }

    private CasysException failure(ErrorCategory category, TransportException problem, String text) {
        return new CasysException(category, "server \"" + name + "\" " + text, problem);
    }

    private String text(TransportException problem) {
        return redactor.redact(String.valueOf(problem.getMessage()));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
