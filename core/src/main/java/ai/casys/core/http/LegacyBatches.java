// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.Inbound;
import ai.casys.core.gateway.Session;
import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Several messages in one POST, which only revision 2025-03-26 has. Each is worked on by a virtual thread of its own; the
 * answers come together as one array, or one by one if the response became a stream before. Safe for any number of
 * threads.
 */
final class LegacyBatches {

    private static final int LONGEST = 100;

    private final Responses responses;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    LegacyBatches(Responses responses) {
        this.responses = responses;
    }

    void post(Context context, Door door, Caller caller, byte[] body) {
        Session session = SessionHeaders.require(context, door, caller);
        if (session.version() != ProtocolVersion.V2025_03_26) {
            throw new HttpFailure(
                    400, "JSON-RPC batches exist only in protocol version 2025-03-26; send one message a request");
        }
        JsonRpcBatch batch;
        try {
            batch = codec.parseBatch(body);
        } catch (JsonRpcParseException e) {
            responses.json(context, 400, codec.encode(e.toFailure()));
            return;
        }
        if (batch.messages().size() > LONGEST) {
            throw new HttpFailure(
                    400, "a batch of " + batch.messages().size() + " messages is longer than the limit of " + LONGEST);
        }
        List<Inbound> messages = batch.messages().stream()
                .map(message -> inbound(context, caller, session, message))
                .toList();
        Exchange exchange =
                new Exchange(door, () -> new ResumableTrack(session, responses.events(context)), responses.silence());
        List<JsonRpcMessage> replies = new ArrayList<>(batch.refusals());
        try (Patrol.Stay _ = responses.patrol().watch(exchange)) {
            replies.addAll(answers(exchange, messages));
        }
        write(context, exchange.close(), replies);
    }

    private void write(Context context, Optional<Track> stream, List<JsonRpcMessage> replies) {
        if (stream.isPresent()) {
            replies.forEach(stream.get()::add);
            stream.get().finish();
        } else if (replies.isEmpty()) {
            context.status(202);
        } else {
            responses.json(context, 200, array(replies));
        }
    }

    private static List<JsonRpcMessage> answers(Exchange exchange, List<Inbound> messages) {
        BlockingQueue<Answer> done = new LinkedBlockingQueue<>();
        messages.forEach(message -> Thread.ofVirtual().name("mcp-batch").start(() -> handle(exchange, message, done)));
        List<JsonRpcMessage> replies = new ArrayList<>();
        for (int count = 0; count < messages.size(); count++) {
            switch (take(done)) {
                case Answer.Reply(JsonRpcMessage reply) -> replies.add(reply);
                case Answer.Opened _ -> throw new IllegalStateException("a session was opened within a session");
                case Answer.Silence() -> {}
            }
        }
        return replies;
    }

    private static void handle(Exchange exchange, Inbound message, BlockingQueue<Answer> done) {
        Answer answer = new Answer.Silence();
        try {
            answer = exchange.handle(message);
        } finally {
            done.add(answer);
        }
    }

    private static Answer take(BlockingQueue<Answer> done) {
        try {
            return done.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(503, "the server is shutting down; try again later");
        }
    }

    private static Inbound inbound(Context context, Caller caller, Session session, JsonRpcMessage message) {
        if (message instanceof JsonRpcRequest request && request.method().equals(McpMethods.INITIALIZE)) {
            throw new HttpFailure(400, "\"initialize\" must not be part of a batch");
        }
        return new Inbound(
                message,
                caller,
                Optional.of(session),
                Requests.header(context, SessionHeaders.VERSION),
                Requests.correlationId(context));
    }

    private byte[] array(List<JsonRpcMessage> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonRpcMessage element : elements) {
            out.write(out.size() == 0 ? '[' : ',');
            out.writeBytes(codec.encode(element));
        }
        out.write(']');
        return out.toByteArray();
    }
}
