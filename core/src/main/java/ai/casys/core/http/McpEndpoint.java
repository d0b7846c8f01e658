// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /mcp} and {@code /mcp/<name>}: the streamable HTTP transport of all its revisions. The way of a request:
 *
 * <ol>
 *   <li>which gateway is meant, by the path
 *   <li>who asks, and whether the kinds of answer are acceptable
 *   <li>is there room for one more request
 *   <li>the body is read, within its limits, and parsed
 *   <li>a batch goes to {@link LegacyBatches}, a message of the stateless era to {@link ModernPosts}, any other to
 *       {@link LegacyPosts}
 * </ol>
 *
 * GET and DELETE exist for sessions only: {@link LegacyListening}. Safe for any number of threads.
 */
final class McpEndpoint {

    private final Doors doors;
    private final Gatekeeper gatekeeper;
    private final InFlight requests;
    private final RequestBody bodies;
    private final Responses responses;
    private final ModernPosts modern;
    private final LegacyPosts legacy;
    private final LegacyBatches batches;
    private final LegacyListening listening;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    McpEndpoint(
            Doors doors,
            Gatekeeper gatekeeper,
            InFlight requests,
            InFlight listeners,
            RequestBody bodies,
            Responses responses) {
        this.doors = doors;
        this.gatekeeper = gatekeeper;
        this.requests = requests;
        this.bodies = bodies;
        this.responses = responses;
        this.modern = new ModernPosts(responses);
        this.legacy = new LegacyPosts(responses);
        this.batches = new LegacyBatches(responses);
        this.listening = new LegacyListening(listeners, responses);
    }

    void post(Context context) {
        Door door = doors.of(context);
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        Accept.require(Requests.header(context, "Accept"), List.of(Accept.JSON, Accept.EVENTS));
        RequestBody.requireJson(context);
        try (InFlight.Permit _ = requests.enter(caller)) {
            byte[] body = bodies.read(context);
            if (codec.isBatch(body)) {
                batches.post(context, door, caller, body);
                return;
            }
            Optional<JsonRpcMessage> message = parse(context, body);
            if (message.isPresent()) {
                route(context, door, caller, message.get());
            }
        }
    }

    void listen(Context context) {
        Door door = doors.of(context);
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        requireSessionNamed(context);
        Accept.require(Requests.header(context, "Accept"), List.of(Accept.EVENTS));
        listening.listen(context, door, caller);
    }

    void delete(Context context) {
        Door door = doors.of(context);
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        requireSessionNamed(context);
        door.end(SessionHeaders.require(context, door, caller));
        context.status(204);
    }

    private void route(Context context, Door door, Caller caller, JsonRpcMessage message) {
        switch (door.era(message, Requests.single(context, SessionHeaders.VERSION))) {
            case MODERN -> modern.post(context, door, caller, message);
            case LEGACY -> legacy.post(context, door, caller, message);
        }
    }

    private Optional<JsonRpcMessage> parse(Context context, byte[] body) {
        try {
            return Optional.of(codec.parse(body));
        } catch (JsonRpcParseException e) {
            responses.json(context, 400, codec.encode(e.toFailure()));
            return Optional.empty();
        }
    }

    /** The stateless era knows nothing but POST (2026-07-28, transports, "Earlier Streamable HTTP Revisions"). */
    private static void requireSessionNamed(Context context) {
        if (Requests.header(context, SessionHeaders.SESSION).isEmpty()) {
            throw new HttpFailure(
                    405,
                    HttpFailure.invalidRequest(context.req().getMethod() + " needs " + SessionHeaders.SESSION
                            + "; without a session only POST is possible here"),
                    Map.of("Allow", "POST"));
        }
    }
}
