// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.transport.McpCall;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;

/**
 * The calls of one server: wait until it is ready, wait for a slot, send, wait for the answer. Each step has an end and
 * can be withdrawn. A call that was sent is never sent again, since nobody knows what it has done; except once to a
 * server that refused it because it had forgotten the session. For any number of threads; each call blocks its own.
 */
final class ServerCalls {

    /** Waiting calls for each slot. */
    private static final int QUEUE_FACTOR = 16;

    /** How long people may take for their answers, all those to one call together. */
    private static final Duration LONGEST_THOUGHT = Duration.ofHours(1);

    /** While the clock of a call stands still, how often it is looked at. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String name;
    private final UpstreamSettings settings;
    private final Pace pace;
    private final ServerSituation situation;
    private final Mailbox mailbox;
    private final CallFailures failures;
    private final UpstreamListener listener;
    private final CallSlots slots;
    private final Conversation conversation;

    /** What a server answered, and whether its era may ask that way. */
    private record Answer(RawJson result, Era era) {}

    ServerCalls(
            String name, Surroundings surroundings, ServerSituation situation, Mailbox mailbox, CallFailures failures) {
        this.name = name;
        this.settings = surroundings.settings();
        this.pace = surroundings.pace();
        this.situation = situation;
        this.mailbox = mailbox;
        this.failures = failures;
        this.listener = surroundings.listener();
        this.slots = new CallSlots(settings.maxInFlight(), settings.maxInFlight() * QUEUE_FACTOR);
        this.conversation = new Conversation(name, surroundings, slots);
    }

    /** What the server says and asks. */
    Conversation conversation() {
        return conversation;
    }

    /** Sends a request and returns the bytes of its result; see {@link UpstreamServers#call}. */
    RawJson call(ServerRequest request, CallContext context) {
        CallClock clock = new CallClock(shorter(context.remaining(), settings.callTimeout()), LONGEST_THOUGHT);
        if (situation.isCircuitOpen()) {
            mailbox.post(Mailbox.Event.DEMAND);
        }
        InputRounds rounds = new InputRounds(name, pace.answerTime(), clock, context);
        ServerRequest current = request;
        try {
            while (true) {
                Answer answer = once(current, clock, context);
                if (answer.era() == Era.LEGACY) {
                    return answer.result();
                }
                Optional<ServerRequest> next = rounds.next(current, answer.result());
                if (next.isEmpty()) {
                    return answer.result();
                }
                current = next.get();
            }
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

    private Answer once(ServerRequest request, CallClock clock, CallContext context) throws InterruptedException {
        // Before a slot is taken: those who wait for a server that starts must not fill them.
        situation.awaitReady(shorter(clock.left(), pace.readyWait()), context.cancellation());
        String caller = context.client().client();
        takeSlot(caller, clock, context.cancellation());
        try {
            try {
                return attempt(request, clock, context);
            } catch (TransportException _) {
                // Its session was forgotten, so the server did nothing with the request and gets it in a new one.
                return attempt(request, clock, context);
            }
        } catch (TransportException e) {
            throw failures.unanswered(e);
        } finally {
            slots.release(caller);
        }
    }

    /** @throws TransportException only of the kind SESSION_LOST */
    private Answer attempt(ServerRequest request, CallClock clock, CallContext context) throws InterruptedException {
        McpClient client = situation.awaitReady(shorter(clock.left(), pace.readyWait()), context.cancellation());
        request.tool().ifPresent(tool -> listener.callLeaves(name, tool));
        Era era = client.server().protocolVersion().era();
        return new Answer(send(client, era, request, clock, context), era);
    }

    private void takeSlot(String caller, CallClock clock, Cancellation cancellation) throws InterruptedException {
        boolean nested = slots.isTakingTurns() && conversation.calls().isAsked(caller);
        if (slots.take(caller, nested)) {
            return;
        }
        CallSlots.Ticket ticket = slots.ticket(caller, nested);
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
        String busy = slots.isTakingTurns()
                ? "asks questions that do not say whose call they belong to, so it works for one client at a time; "
                        + "that of another client is under way "
                : "has " + settings.maxInFlight() + " calls under way (casys.upstream.max-in-flight) ";
        return new CasysException(ErrorCategory.OVERLOADED, "server \"" + name + "\" " + busy + more);
    }

    private RawJson send(McpClient client, Era era, ServerRequest request, CallClock clock, CallContext context)
            throws InterruptedException {
        RawJson params = request.paramsFor(era, context.client());
        try (OpenCall open = new OpenCall(context, clock, conversation)) {
            if (open.makesRootsForeign() && era == Era.LEGACY) {
                conversation.rootsChanged(client);
            }
            McpCall call = send(client, request.method(), params, open);
            try (Cancellation.Registration _ =
                    context.cancellation().onCancel(() -> call.cancel("the caller withdrew it"))) {
                RawJson result = await(call, clock);
                if (request.mayStartTask(era, context.client())) {
                    conversation.owners().answered(result, context.client());
                }
                return result;
            } catch (JsonRpcException e) {
                conversation.owners().refused(e.error(), context.client());
                throw new UpstreamErrorException(name, e.error());
            } catch (TransportException e) {
                if (e.kind() == TransportException.Kind.SESSION_LOST) {
                    throw e;
                }
                throw failures.unanswered(e);
            }
        }
    }

    private McpCall send(McpClient client, String method, RawJson params, OpenCall open) {
        try {
            return client.post(method, Optional.of(params), open);
        } catch (TransportException e) {
            throw failures.notSent(e);
        }
    }

    /** Waits as long as the call's clock runs; what comes too late is taken back at the server. */
    private static RawJson await(McpCall call, CallClock clock) throws InterruptedException {
        try {
            call.carry(clock::left);
            while (true) {
                Duration left = clock.left();
                Optional<RawJson> answer = call.peek(clock.isStopped() ? longer(left, LOOK) : left);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (clock.left().isZero()) {
                    return call.await(Duration.ZERO);
                }
            }
        } catch (InterruptedException e) {
            call.cancel("the caller has gone");
            throw e;
        }
    }

    private CasysException interrupted(InterruptedException problem) {
        Thread.currentThread().interrupt();
        return new CasysException(
                ErrorCategory.CANCELLED, "the wait for server \"" + name + "\" was interrupted", problem);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
