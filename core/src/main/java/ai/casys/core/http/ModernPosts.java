// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.ClientStream;
import ai.casys.core.gateway.Inbound;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.ProtocolVersion;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * A message of the stateless era (2026-07-28, transports). Everything it needs is in it and in its headers; sessions and
 * event ids are ignored. A client that closes the connection takes its request back, whether or not anything was
 * answered yet. Safe for any number of threads.
 */
final class ModernPosts {

    private final Responses responses;
    private final ModernHeaders headers = new ModernHeaders();
    private final JsonRpcCodec codec = new JsonRpcCodec();

    ModernPosts(Responses responses) {
        this.responses = responses;
    }

    void post(Context context, Door door, Caller caller, JsonRpcMessage message) {
        switch (message) {
            case JsonRpcRequest request -> ask(context, door, caller, request);
            case JsonRpcNotification notification -> tell(context, door, caller, notification);
            case JsonRpcResult _, JsonRpcFailure _ ->
                throw new HttpFailure(400, "a client of this protocol version sends requests and notifications only");
        }
    }

    private void ask(Context context, Door door, Caller caller, JsonRpcRequest request) {
        Optional<JsonRpcError> refusal = headers.refuse(context, request, door);
        if (refusal.isPresent()) {
            write(context, new JsonRpcFailure(Optional.of(request.id()), refusal.get()), 400);
            return;
        }
        Cancellation withdrawal = new Cancellation();
        Exchange exchange = new Exchange(door, () -> track(context, withdrawal), responses.silence());
        Answer answer;
        try (Departure departure = new Departure(Wire.of(context), withdrawal, exchange);
                Patrol.Stay _ = responses.patrol().watch(departure)) {
            answer = exchange.handle(inbound(context, caller, request, withdrawal));
        }
        Optional<Track> stream = exchange.close();
        switch (answer) {
            case Answer.Reply(JsonRpcMessage reply)
            when stream.isPresent() -> {
                stream.get().add(reply);
                stream.get().finish();
            }
            case Answer.Reply(JsonRpcMessage reply) -> write(context, reply, status(reply));
            case Answer.Silence() ->
                stream.orElseGet(() -> track(context, withdrawal)).finish();
            case Answer.Opened _ -> throw new IllegalStateException("a session was opened in the stateless era");
        }
    }

    /** Nothing but a request can be told the versions in the body, so a wrong one is refused as a whole. */
    private static void tell(Context context, Door door, Caller caller, JsonRpcNotification notification) {
        Optional<String> declared = Requests.header(context, SessionHeaders.VERSION);
        if (declared.isPresent() && !declared.get().equals(ProtocolVersion.V2026_07_28.text())) {
            throw new HttpFailure(400, SessionHeaders.VERSION + " \"" + declared.get() + "\" is not spoken here");
        }
        door.handle(inbound(context, caller, notification, new Cancellation()), ClientStream.NONE);
        context.status(202);
    }

    private static Inbound inbound(Context context, Caller caller, JsonRpcMessage message, Cancellation withdrawal) {
        return new Inbound(
                message,
                caller,
                Optional.empty(),
                Requests.header(context, SessionHeaders.VERSION),
                Requests.correlationId(context),
                withdrawal);
    }

    private Track track(Context context, Cancellation withdrawal) {
        EventStream events = responses.events(context);
        events.onEnd(() -> {
            if (events.isGone()) {
                withdrawal.cancel();
            }
        });
        return new PlainTrack(events);
    }

    private void write(Context context, JsonRpcMessage reply, int status) {
        responses.json(context, status, codec.encode(reply));
    }

    /** Only what makes a request impossible as such has a status of its own (2026-07-28, transports, "Request Metadata"). */
    private static int status(JsonRpcMessage reply) {
        if (!(reply instanceof JsonRpcFailure failure)) {
            return 200;
        }
        return switch (failure.error().code()) {
            case JsonRpcError.METHOD_NOT_FOUND -> 404;
            case McpErrors.HEADER_MISMATCH,
                    McpErrors.MISSING_CLIENT_CAPABILITY,
                    McpErrors.UNSUPPORTED_PROTOCOL_VERSION,
                    JsonRpcError.INVALID_REQUEST -> 400;
            default -> 200;
        };
    }
}
