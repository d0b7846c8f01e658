// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.catalog.DefinitionHash;
import ai.casys.core.gateway.parking.CallFacts;
import ai.casys.core.gateway.parking.HeldCall;
import ai.casys.core.gateway.parking.Outcome;
import ai.casys.core.gateway.parking.Parking;
import ai.casys.core.gateway.parking.Resumption;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.MetaKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The requests of the stateless era that may need several round trips (2026-07-28, patterns/mrtr). The way of one:
 *
 * <ol>
 *   <li>a {@code requestState} is opened; one that is not ours, not this caller's or not for this request is refused
 *   <li>state of a server without memory is put back, and the request goes to it once more
 *   <li>a call that goes on is given the answers, wherever it is held, and waited for; it is never sent again
 *   <li>anything else is a new call; it is held if its client can be asked, so that a question can interrupt the wait
 *   <li>what comes of it is the result, or an {@code InputRequiredResult} with a state sealed here
 * </ol>
 *
 * Safe for any number of threads; blocks.
 */
final class RoundTrips {

    private static final Duration AFTER_THE_CALL = Duration.ofSeconds(30);
    private static final int LONGEST_NAME = 200;
    private static final String REQUEST_STATE = "requestState";
    private static final String INPUT_RESPONSES = "inputResponses";

    private final Parking parking;
    private final RequestStates states;
    private final Duration longestWait;
    private final Map<UUID, Run> running = new ConcurrentHashMap<>();

    RoundTrips(Parking parking, RequestStates states, Duration callTimeout) {
        this.parking = parking;
        this.states = states;
        this.longestWait = callTimeout.plus(AFTER_THE_CALL);
    }

    private record Run(Outlet outlet, Cancellation cancellation) {}

    /**
     * Carries the request out, or on.
     *
     * @param work what a request comes to where nobody has to be asked
     */
    RawJson run(ClientRequest request, ModernMeta meta, ClientStream stream, Function<ClientRequest, RawJson> work) {
        Optional<String> sealed =
                RawMember.find(request.params(), REQUEST_STATE).value().map(RoundTrips::state);
        if (sealed.isEmpty()) {
            return begin(request, meta, stream, work);
        }
        RawObject params = RawObject.of(request.params());
        return switch (opened(request, sealed.get())) {
            case RequestStates.State.Repeat(Optional<String> serverState) -> {
                RawObject own = serverState
                        .map(state -> params.with(REQUEST_STATE, state))
                        .orElseGet(() -> params.without(REQUEST_STATE));
                yield begin(request.with(own.toRawJson()), meta, stream, work);
            }
            case RequestStates.State.Held held -> resume(request, meta, stream, held, answers(params));
        };
    }

    private RawJson begin(
            ClientRequest request, ModernMeta meta, ClientStream stream, Function<ClientRequest, RawJson> work) {
        Outlet outlet = new Outlet();
        outlet.attach(meta, stream);
        Lacking lacking = new Lacking();
        Function<ClientRequest, RawJson> judged = own -> judged(own, lacking, work);
        if (!meta.capabilities().canBeAsked()) {
            ClientRequest told = request.heardBy(
                    request.cancellation(),
                    request.progress(),
                    new RequestLink(ClientRequest.withoutSession(request.caller()), meta, outlet, lacking));
            return passedOn(request, meta, () -> judged.apply(told));
        }
        Cancellation stop = new Cancellation();
        HeldCall call =
                parking.hold(request.caller(), new CallFacts(subject(request), request.method(), digest(request)));
        ClientRequest held = request.heardBy(
                stop,
                meta.progressToken().isPresent() ? outlet : ProgressListener.NONE,
                new HeldLink(ClientRequest.withoutSession(request.caller()), call, meta, outlet, lacking));
        running.put(call.id(), new Run(outlet, stop));
        Thread.ofVirtual().name("mcp-held").start(() -> carry(held, call, judged));
        try (Cancellation.Registration _ = request.cancellation().onCancel(stop::cancel)) {
            return answer(request, meta, call.id(), call.first(longestWait));
        } catch (InterruptedException e) {
            throw interrupted(stop, e);
        } finally {
            outlet.detach();
        }
    }

    private static RawJson judged(ClientRequest request, Lacking lacking, Function<ClientRequest, RawJson> work) {
        try {
            return lacking.judged(work.apply(request));
        } catch (RuntimeException e) {
            throw lacking.judged(e);
        }
    }

    private void carry(ClientRequest held, HeldCall call, Function<ClientRequest, RawJson> work) {
        try {
            call.finish(work.apply(held));
        } catch (RuntimeException e) {
            call.fail(Errors.raw(Errors.of(e, held.correlationId())));
        } finally {
            // Changes nothing unless the thread died of an error.
            call.close();
            running.remove(call.id());
        }
    }

    private RawJson resume(
            ClientRequest request,
            ModernMeta meta,
            ClientStream stream,
            RequestStates.State.Held held,
            RawJson answers) {
        Optional<Run> here = Optional.ofNullable(running.get(held.call()));
        here.ifPresent(run -> run.outlet().attach(meta, stream));
        Runnable withdraw = () -> here.ifPresent(run -> run.cancellation().cancel());
        try (Cancellation.Registration _ = request.cancellation().onCancel(withdraw)) {
            Resumption resumption = new Resumption(held.call(), held.round(), digest(request), answers);
            return answer(request, meta, held.call(), parking.resume(request.caller(), resumption, longestWait));
        } catch (InterruptedException e) {
            throw interrupted(request.cancellation(), e);
        } finally {
            here.ifPresent(run -> run.outlet().detach());
        }
    }

    private RawJson answer(ClientRequest request, ModernMeta meta, UUID call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Asked(int round, RawJson questions) ->
                inputRequired(
                        RawObject.EMPTY.with("resultType", "input_required").with("inputRequests", questions),
                        request,
                        new RequestStates.State.Held(call, round));
            case Outcome.Done(RawJson result) -> passedOn(request, meta, () -> result);
            case Outcome.Failed(RawJson error) ->
                passedOn(request, meta, () -> {
                    throw new UpstreamErrorException(subject(request), Errors.read(error));
                });
            case Outcome.Lost _ ->
                throw new CasysException(
                        ErrorCategory.UPSTREAM_FAILED,
                        "the process that carried this call is gone; whether the work was done is not known, and the "
                                + "call was not sent again");
            case Outcome.Gone _ -> throw foreignState();
            case Outcome.Refused(Outcome.Misfit misfit) -> throw misfit(misfit);
            case Outcome.Working _ ->
                throw new CasysException(
                        ErrorCategory.TIMEOUT, "the call was not over in time; whether the work was done is not known");
        };
    }

    /** A server's own wish for input goes to the client with the server's state sealed in ours. */
    private RawJson passedOn(ClientRequest request, ModernMeta meta, Supplier<RawJson> work) {
        RawJson result;
        try {
            result = work.get();
        } catch (UpstreamErrorException e) {
            return LinkErrors.inputRequests(e.error())
                    .filter(_ -> meta.capabilities().links())
                    .map(requests -> inputRequired(
                            RawObject.EMPTY.with("resultType", "input_required").with("inputRequests", requests),
                            request,
                            new RequestStates.State.Repeat(Optional.empty())))
                    .orElseThrow(() -> e);
        }
        if (!ModernResults.asksForInput(result)) {
            return result;
        }
        RawObject members = RawObject.of(result);
        Optional<String> serverState = members.get(REQUEST_STATE)
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString);
        return inputRequired(members, request, new RequestStates.State.Repeat(serverState));
    }

    private RawJson inputRequired(RawObject result, ClientRequest request, RequestStates.State state) {
        String sealed = states.seal(request.caller(), request.method(), digest(request), state);
        return result.with(REQUEST_STATE, sealed).toRawJson();
    }

    private RequestStates.State opened(ClientRequest request, String sealed) {
        Caller caller = request.caller();
        return states.open(caller, request.method(), digest(request), sealed).orElseThrow(RoundTrips::foreignState);
    }

    private static String state(RawJson value) {
        JsonNode text = value.tree();
        if (!text.isString()) {
            throw ProtocolException.invalidParams("\"requestState\" must be the string that this gateway gave");
        }
        return text.asString();
    }

    private static RawJson answers(RawObject params) {
        RawJson answers = params.get(INPUT_RESPONSES).orElse(RawJson.EMPTY_OBJECT);
        if (!answers.isObject()) {
            throw ProtocolException.invalidParams("\"inputResponses\" must be an object of answers by question");
        }
        return answers;
    }

    /** Stands for the request itself, without what changes from round to round. */
    private static String digest(ClientRequest request) {
        RawJson lasting = RawObject.of(request.params())
                .without(REQUEST_STATE)
                .without(INPUT_RESPONSES)
                .without(MetaKeys.META)
                .toRawJson();
        return DefinitionHash.ofJson(lasting);
    }

    private static String subject(ClientRequest request) {
        String text = RawMember.find(request.params(), "name")
                .value()
                .or(() -> RawMember.find(request.params(), "uri").value())
                .map(RawJson::tree)
                .map(node -> node.asString(""))
                .map(name -> name.replace("\0", ""))
                .filter(name -> !name.isEmpty())
                .orElse(request.method());
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }

    private static ProtocolException foreignState() {
        return ProtocolException.invalidParams(
                "\"requestState\" is not valid for this request: it must be repeated exactly as it was given, by the same "
                        + "caller, with the same parameters, and in time");
    }

    private static ProtocolException misfit(Outcome.Misfit misfit) {
        return ProtocolException.invalidParams(
                switch (misfit) {
                    case ANSWERED_DIFFERENTLY -> "these questions were answered before, in another way";
                    case WRONG_ROUND -> "\"requestState\" belongs to questions that are not open any more";
                    case TOO_LARGE -> "\"inputResponses\" is larger than what is accepted";
                });
    }

    private static CasysException interrupted(Cancellation stop, InterruptedException e) {
        Thread.currentThread().interrupt();
        stop.cancel();
        return new CasysException(ErrorCategory.CANCELLED, "the wait for the call was interrupted", e);
    }
}
