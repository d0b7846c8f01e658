// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.Inbound;
import ai.casys.core.gateway.Session;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /mcp}: the streamable HTTP transport (2025-11-25, basic/transports). POST carries one message, or a batch in
 * sessions of 2025-03-26; GET listens; DELETE ends the session. Safe for any number of threads.
 */
final class McpEndpoint {

    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final int LONGEST_BATCH = 100;

    private final Gateway gateway;
    private final Gatekeeper gatekeeper;
    private final InFlight requests;
    private final InFlight listeners;
    private final int maxBodyBytes;
    private final Duration heartbeat;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final AtomicLong streams = new AtomicLong();

    McpEndpoint(
            Gateway gateway,
            Gatekeeper gatekeeper,
            InFlight requests,
            InFlight listeners,
            int maxBodyBytes,
            Duration heartbeat) {
        this.gateway = gateway;
        this.gatekeeper = gatekeeper;
        this.requests = requests;
        this.listeners = listeners;
        this.maxBodyBytes = maxBodyBytes;
        this.heartbeat = heartbeat;
    }

    void post(Context context) throws InterruptedException {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        Accept.require(Requests.header(context, "Accept"), List.of(Accept.JSON, Accept.EVENTS));
        RequestBody.requireJson(context);
        try (InFlight.Permit _ = requests.enter(caller)) {
            byte[] body = RequestBody.read(context, maxBodyBytes);
            if (codec.isBatch(body)) {
                postBatch(context, caller, body);
            } else {
                postOne(context, caller, body);
            }
        }
    }

    private void postOne(Context context, Caller caller, byte[] body) throws InterruptedException {
        JsonRpcMessage message;
        try {
            message = codec.parse(body);
        } catch (JsonRpcParseException e) {
            write(context, 400, e.toFailure());
            return;
        }
        Inbound inbound = inbound(context, caller, message);
        EventWriter events = new EventWriter(context.res());
        Answer answer = exchange(events).run(List.of(inbound)).getFirst();
        boolean wantsAnswer = message instanceof JsonRpcRequest;
        switch (answer) {
            case Answer.Opened(Session session, JsonRpcMessage result) -> {
                context.header(SESSION, session.id());
                write(context, 200, result);
            }
            case Answer.Reply(JsonRpcMessage reply) when events.isOpen() -> events.event(codec.encode(reply));
            case Answer.Reply(JsonRpcMessage reply) -> write(context, status(reply), reply);
            // A withdrawn request is owed no answer, but its POST is owed a stream that ends.
            case Answer.Silence() when wantsAnswer -> events.open();
            case Answer.Silence() -> context.status(202);
        }
    }

    private void postBatch(Context context, Caller caller, byte[] body) throws InterruptedException {
        Session session = requireSession(context, caller);
        if (session.version() != ProtocolVersion.V2025_03_26) {
            throw new HttpFailure(
                    400, "JSON-RPC batches exist only in protocol version 2025-03-26; send one message a request");
        }
        JsonRpcBatch batch;
        try {
            batch = codec.parseBatch(body);
        } catch (JsonRpcParseException e) {
            write(context, 400, e.toFailure());
            return;
        }
        if (batch.messages().size() > LONGEST_BATCH) {
            throw new HttpFailure(
                    400,
                    "a batch of " + batch.messages().size() + " messages is longer than the limit of " + LONGEST_BATCH);
        }
        List<Inbound> messages = batch.messages().stream()
                .map(message -> inBatch(context, caller, session, message))
                .toList();
        EventWriter events = new EventWriter(context.res());
        List<byte[]> replies = new ArrayList<>();
        batch.refusals().forEach(refusal -> replies.add(codec.encode(refusal)));
        for (Answer answer : exchange(events).run(messages)) {
            switch (answer) {
                case Answer.Reply(JsonRpcMessage reply) -> replies.add(codec.encode(reply));
                case Answer.Opened _ -> throw new IllegalStateException("a session was opened within a session");
                case Answer.Silence() -> {}
            }
        }
        if (events.isOpen()) {
            replies.forEach(events::event);
        } else if (replies.isEmpty()) {
            context.status(202);
        } else {
            Answers.json(context, 200, array(replies));
        }
    }

    void listen(Context context) throws InterruptedException {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        Accept.require(Requests.header(context, "Accept"), List.of(Accept.EVENTS));
        Session session = requireSession(context, caller);
        try (InFlight.Permit _ = listeners.enter(caller)) {
            EventWriter events = new EventWriter(context.res());
            events.open();
            String stream = Long.toString(streams.incrementAndGet(), 36);
            long count = 0;
            while (session.isOpen() && !events.isGone()) {
                Optional<JsonRpcMessage> message = session.nextMessage(heartbeat);
                if (message.isPresent()) {
                    count++;
                    events.event(stream + "-" + count, codec.encode(message.get()));
                } else {
                    events.heartbeat();
                }
            }
        }
    }

    void delete(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        gateway.end(requireSession(context, caller));
        context.status(204);
    }

    private Inbound inbound(Context context, Caller caller, JsonRpcMessage message) {
        Optional<String> declared = Requests.header(context, VERSION);
        return new Inbound(
                message,
                caller,
                session(context, caller, message, declared),
                declared,
                Requests.correlationId(context));
    }

    private Optional<Session> session(
            Context context, Caller caller, JsonRpcMessage message, Optional<String> declared) {
        if (gateway.era(message, declared) == Era.MODERN) {
            requireRequest(message, declared);
            return Optional.empty();
        }
        boolean opens =
                message instanceof JsonRpcRequest request && request.method().equals(McpMethods.INITIALIZE);
        return opens ? Optional.empty() : Optional.of(requireSession(context, caller));
    }

    private static Inbound inBatch(Context context, Caller caller, Session session, JsonRpcMessage message) {
        if (message instanceof JsonRpcRequest request && request.method().equals(McpMethods.INITIALIZE)) {
            throw new HttpFailure(400, "\"initialize\" must not be part of a batch");
        }
        return new Inbound(
                message,
                caller,
                Optional.of(session),
                Requests.header(context, VERSION),
                Requests.correlationId(context));
    }

    /** Nothing but a request can be told the versions in the body, so everything else is refused as a whole. */
    private static void requireRequest(JsonRpcMessage message, Optional<String> declared) {
        if (!(message instanceof JsonRpcRequest)) {
            throw new HttpFailure(400, VERSION + " \"" + declared.orElse("") + "\" is not spoken here");
        }
    }

    private Session requireSession(Context context, Caller caller) {
        String id = Requests.header(context, SESSION)
                .orElseThrow(
                        () -> new HttpFailure(400, SESSION + " is missing; send \"initialize\" to open a session"));
        Session session = gateway.session(id, caller)
                .orElseThrow(() -> new HttpFailure(
                        404, "this session is not known or has ended; send \"initialize\" to open another"));
        Optional<String> declared = Requests.header(context, VERSION);
        if (declared.isPresent() && !declared.get().equals(session.version().text())) {
            throw new HttpFailure(
                    400,
                    VERSION + " is \"" + declared.get() + "\", but this session agreed on "
                            + session.version().text());
        }
        return session;
    }

    private Exchange exchange(EventWriter events) {
        return new Exchange(gateway, codec, events, heartbeat);
    }

    /** Errors of the protocol are answers like others (200); only the stateless era gives some of them a status. */
    private static int status(JsonRpcMessage reply) {
        boolean unsupported = reply instanceof JsonRpcFailure failure
                && failure.error().code() == McpErrors.UNSUPPORTED_PROTOCOL_VERSION;
        return unsupported ? 400 : 200;
    }

    private void write(Context context, int status, JsonRpcMessage message) {
        Answers.json(context, status, codec.encode(message));
    }

    private static byte[] array(List<byte[]> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            out.write(out.size() == 0 ? '[' : ',');
            out.writeBytes(element);
        }
        out.write(']');
        return out.toByteArray();
    }
}
