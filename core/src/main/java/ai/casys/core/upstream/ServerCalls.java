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

    /** How long people may take for their answers, all those to one call together. */
    private static final Duration LONGEST_THOUGHT = Duration.ofHours(1);

    private final String name;
    private final UpstreamSettings settings;
    private final Pace pace;
    private final ServerSituation situation;
    private final Mailbox mailbox;
    private final CallFailures failures;
    private final CallSlots slots;

    ServerCalls(
            String name,
            UpstreamSettings settings,
            Pace pace,
            ServerSituation situation,
            Mailbox mailbox,
            CallFailures failures) {
        this.name = name;
        this.settings = settings;
        this.pace = pace;
        this.situation = situation;
        this.mailbox = mailbox;
        this.failures = failures;
        this.slots = new CallSlots(settings.maxInFlight(), settings.maxInFlight() * QUEUE_FACTOR);
    }

    /** Sends a request and returns the bytes of its result; see {@link UpstreamServers#call}. */
    RawJson call(ServerRequest request, CallContext context) {
        CallClock clock = new CallClock(shorter(context.remaining(), settings.callTimeout()), LONGEST_THOUGHT);
        if (situation.isCircuitOpen()) {
            mailbox.post(Mailbox.Event.DEMAND);
        }
        try {
            return once(request, clock, context);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The open connection, waited for as by a call. */
    McpClient ready(CallContext context) {
        try {
            return situation.awaitReady(shorter(context.remaining(), pace.readyWait()), context.cancellation());
        } catch (InterruptedException e) {
            throw interrupted(e);
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

    private RawJson once(ServerRequest request, CallClock clock, CallContext context) throws InterruptedException {
        // Before a slot is taken: those who wait for a server that starts must not fill them.
        situation.awaitReady(shorter(clock.left(), pace.readyWait()), context.cancellation());
        takeSlot(clock, context.cancellation());
        try {
            McpClient client = situation.awaitReady(shorter(clock.left(), pace.readyWait()), context.cancellation());
            return send(client, request, clock, context);
        } finally {
            slots.release();
        }
    }

    private void takeSlot(CallClock clock, Cancellation cancellation) throws InterruptedException {
        CallSlots.Ticket ticket = slots.ticket();
        CallSlots.Outcome outcome;
        try (Cancellation.Registration _ = cancellation.onCancel(ticket::withdraw)) {
            outcome = ticket.await(clock.left());
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

    private RawJson send(McpClient client, ServerRequest request, CallClock clock, CallContext context) {
        if (context.progress().equals(ProgressListener.NONE)) {
            return send(client, request, CallListener.NONE, clock, context);
        }
        try (ProgressRelay relay = new ProgressRelay(context.progress())) {
            return send(client, request, relay, clock, context);
        }
    }

    private RawJson send(
            McpClient client, ServerRequest request, CallListener progress, CallClock clock, CallContext context) {
        RawJson params = request.paramsFor(client.server().protocolVersion().era(), context.client());
        McpCall call;
        try {
            call = client.send(request.method(), Optional.of(params), progress);
        } catch (TransportException e) {
            throw failures.notSent(e);
        }
        try (Cancellation.Registration _ =
                context.cancellation().onCancel(() -> call.cancel("the caller withdrew it"))) {
            return call.await(clock.left());
        } catch (JsonRpcException e) {
            throw new UpstreamErrorException(name, e.error());
        } catch (TransportException e) {
            throw failures.unanswered(e);
        }
    }

    private CasysException interrupted(InterruptedException problem) {
        Thread.currentThread().interrupt();
        return new CasysException(
                ErrorCategory.CANCELLED, "the wait for server \"" + name + "\" was interrupted", problem);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
