// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.Inbound;
import ai.casys.core.gateway.Session;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.McpMethods;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A message of a session, or the one that opens it (2025-11-25, transports, "Sending Messages to the Server"). A client
 * that goes away cancels nothing: its call goes on, and if its response was a stream already, what follows can be asked
 * for later. Safe for any number of threads.
 */
final class LegacyPosts {

    /** No revision before this one lets a client come back to a POST that has not said anything yet. */
    private static final Duration NEVER = Duration.ofDays(365);

    private final Responses responses;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    LegacyPosts(Responses responses) {
        this.responses = responses;
    }

    void post(Context context, Door door, Caller caller, JsonRpcMessage message) {
        boolean opens =
                message instanceof JsonRpcRequest request && request.method().equals(McpMethods.INITIALIZE);
        Optional<Session> session =
                opens ? Optional.empty() : Optional.of(SessionHeaders.require(context, door, caller));
        Inbound inbound = new Inbound(
                message,
                caller,
                session,
                Requests.header(context, SessionHeaders.VERSION),
                Requests.correlationId(context));
        Exchange exchange =
                new Exchange(door, track(context, session), session.isEmpty() ? NEVER : responses.silence());
        Answer answer;
        try (Patrol.Stay _ = responses.patrol().watch(exchange)) {
            answer = exchange.handle(inbound);
        }
        Optional<Track> stream = exchange.close();
        switch (answer) {
            case Answer.Opened(Session opened, JsonRpcMessage result) -> {
                context.header(SessionHeaders.SESSION, opened.id());
                responses.json(context, 200, codec.encode(result));
            }
            case Answer.Reply(JsonRpcMessage reply)
            when stream.isPresent() -> {
                stream.get().add(reply);
                stream.get().finish();
            }
            case Answer.Reply(JsonRpcMessage reply) -> responses.json(context, 200, codec.encode(reply));
            case Answer.Silence()
            when message instanceof JsonRpcRequest ->
                // A withdrawn request is owed no answer, but its POST is owed a stream that ends.
                stream.orElseGet(() -> new PlainTrack(responses.events(context)))
                        .finish();
            case Answer.Silence() -> context.status(202);
        }
    }

    private Supplier<Track> track(Context context, Optional<Session> session) {
        return () -> session.<Track>map(known -> new ResumableTrack(known, responses.events(context)))
                .orElseGet(() -> new PlainTrack(responses.events(context)));
    }
}
