// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.Inbound;
import ai.casys.core.gateway.Session;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.McpMethods;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code GET /sse} and {@code POST /messages}: the transport of revision 2024-11-05 ("HTTP with SSE"), for old clients.
 * The stream says where to post; every answer comes back on the stream, and the session lasts as long as it. Safe for
 * any number of threads.
 */
final class SseEndpoint {

    static final String STREAM = "/sse";
    static final String MESSAGES = "/messages";

    private static final String SESSION = "session";
    private static final int ID_BYTES = 16;

    private final Doors doors;
    private final Gatekeeper gatekeeper;
    private final InFlight requests;
    private final InFlight listeners;
    private final RequestBody bodies;
    private final Responses responses;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SseClient> clients = new ConcurrentHashMap<>();

    SseEndpoint(
            Doors doors,
            Gatekeeper gatekeeper,
            InFlight requests,
            InFlight listeners,
            RequestBody bodies,
            Responses responses) {
        this.doors = doors;
        this.gatekeeper = gatekeeper;
        this.requests = requests;
        this.listeners = listeners;
        this.bodies = bodies;
        this.responses = responses;
    }

    void open(Context context) {
        Door door = doors.of(context);
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        Accept.require(Requests.header(context, "Accept"), List.of(Accept.EVENTS));
        InFlight.Permit permit = listeners.enter(caller);
        EventStream events = responses.events(context);
        String id = newId();
        SseClient client = new SseClient(door, caller, events);
        clients.put(id, client);
        events.onEnd(() -> {
            clients.remove(id);
            client.end();
            permit.close();
        });
        String address = MESSAGES + "?" + SESSION + "=" + id;
        events.offer(EventFrames.named("endpoint", address.getBytes(StandardCharsets.US_ASCII)));
        context.future(events::ending);
    }

    void post(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        RequestBody.requireJson(context);
        SseClient client = Requests.query(context, SESSION)
                .map(clients::get)
                .filter(found -> found.belongsTo(caller))
                .orElseThrow(() -> new HttpFailure(404, "this session is not known or has ended; open " + STREAM));
        InFlight.Permit permit = requests.enter(caller);
        boolean handed = false;
        try {
            Inbound inbound = inbound(context, client, codec.parse(bodies.read(context)));
            handed = client.accept(inbound, permit);
            context.status(202);
        } catch (JsonRpcParseException e) {
            responses.json(context, 400, codec.encode(e.toFailure()));
        } finally {
            if (!handed) {
                permit.close();
            }
        }
    }

    /** Ends every stream, and with it every session of this transport. */
    void close() {
        List.copyOf(clients.values()).forEach(client -> client.events.finish());
    }

    private static Inbound inbound(Context context, SseClient client, JsonRpcMessage message) {
        return new Inbound(message, client.caller, client.session(), Optional.empty(), Requests.correlationId(context));
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** One client with its stream. Safe for any number of threads. */
    private final class SseClient {

        private final Door door;
        private final Caller caller;
        private final EventStream events;
        private Optional<Session> session = Optional.empty();
        private boolean ended;

        SseClient(Door door, Caller caller, EventStream events) {
            this.door = door;
            this.caller = caller;
            this.events = events;
        }

        boolean belongsTo(Caller other) {
            return caller.tenant().equals(other.tenant()) && caller.user().equals(other.user());
        }

        synchronized Optional<Session> session() {
            session.ifPresent(known -> door.session(known.id(), caller));
            return session;
        }

        /**
         * Takes a message over. Questions are worked on by a thread of their own, because their answers come by the
         * stream; what opens the session or wants no answer is done before the next message can come.
         *
         * @return whether the permit was handed on to another thread
         */
        boolean accept(Inbound inbound, InFlight.Permit permit) {
            boolean question = inbound.message() instanceof JsonRpcRequest request
                    && !request.method().equals(McpMethods.INITIALIZE);
            if (!question) {
                handle(inbound);
                return false;
            }
            Thread.ofVirtual().name("mcp-request").start(() -> {
                try (permit) {
                    handle(inbound);
                }
            });
            return true;
        }

        private void handle(Inbound inbound) {
            Exchange exchange = new Exchange(door, () -> new PlainTrack(events), responses.silence());
            Answer answer = exchange.handle(inbound);
            exchange.close();
            switch (answer) {
                case Answer.Opened(Session opened, JsonRpcMessage result) -> {
                    if (adopt(opened)) {
                        say(result);
                        opened.log().unsolicited().attach(new SseReceiver(events));
                    }
                }
                case Answer.Reply(JsonRpcMessage reply) -> say(reply);
                case Answer.Silence() -> {}
            }
        }

        private boolean adopt(Session opened) {
            synchronized (this) {
                if (session.isEmpty() && !ended) {
                    session = Optional.of(opened);
                    return true;
                }
            }
            door.end(opened);
            say(new JsonRpcFailure(
                    Optional.empty(), HttpFailure.invalidRequest("this stream has opened a session already")));
            return false;
        }

        private void say(JsonRpcMessage message) {
            events.offer(EventFrames.named("message", codec.encode(message)));
        }

        void end() {
            Optional<Session> last;
            synchronized (this) {
                ended = true;
                last = session;
            }
            last.ifPresent(door::end);
        }
    }
}
