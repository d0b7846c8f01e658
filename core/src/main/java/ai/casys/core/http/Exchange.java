// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.ClientStream;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.Inbound;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one POST on their way through the gateway. A single message stays on the request's thread; those of a
 * batch run beside each other. What comes before the answers turns the response into an event stream, which a virtual
 * thread of its own writes from then on: so a slow client never holds up whoever reports progress. Without it the answers
 * are left for plain JSON. A client that goes away cancels nothing (2025-11-25, transports, "Sending Messages").
 */
final class Exchange implements ClientStream {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MOST_WAITING = 1_024;

    private final Gateway gateway;
    private final JsonRpcCodec codec;
    private final EventWriter events;
    private final Duration heartbeat;
    private final Object lock = new Object();
    private final LinkedBlockingQueue<Optional<JsonRpcMessage>> waiting = new LinkedBlockingQueue<>();
    private Optional<Thread> writer = Optional.empty();
    private boolean over;

    Exchange(Gateway gateway, JsonRpcCodec codec, EventWriter events, Duration heartbeat) {
        this.gateway = gateway;
        this.codec = codec;
        this.events = events;
        this.heartbeat = heartbeat;
    }

    /** Progress is worth nothing when nobody reads it, so it is dropped while too much is waiting. */
    @Override
    public void send(JsonRpcMessage message) {
        synchronized (lock) {
            if (over || waiting.size() >= MOST_WAITING) {
                return;
            }
            waiting.add(Optional.of(message));
            if (writer.isEmpty()) {
                writer = Optional.of(Thread.ofVirtual().name("mcp-events").start(this::write));
            }
        }
    }

    /** Handles all messages and returns their answers as they came; then nobody else writes to the client any more. */
    List<Answer> run(List<Inbound> messages) throws InterruptedException {
        try {
            return messages.size() == 1 ? List.of(handle(messages.getFirst())) : handleAll(messages);
        } finally {
            end();
        }
    }

    private List<Answer> handleAll(List<Inbound> messages) throws InterruptedException {
        LinkedBlockingQueue<Answer> arriving = new LinkedBlockingQueue<>();
        messages.forEach(message -> Thread.ofVirtual().name("mcp-request").start(() -> arriving.add(handle(message))));
        List<Answer> answers = new ArrayList<>();
        while (answers.size() < messages.size()) {
            answers.add(arriving.take());
        }
        return answers;
    }

    /** Lets the writer finish what has come. */
    private void end() throws InterruptedException {
        Optional<Thread> writing;
        synchronized (lock) {
            over = true;
            writing = writer;
            waiting.add(Optional.empty());
        }
        if (writing.isPresent()) {
            writing.get().join();
        }
    }

    private void write() {
        try {
            while (true) {
                Optional<Optional<JsonRpcMessage>> next =
                        Optional.ofNullable(waiting.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS));
                if (next.isEmpty()) {
                    // Also keeps the connection from counting as idle during a long call.
                    events.heartbeat();
                    continue;
                }
                if (next.get().isEmpty()) {
                    return;
                }
                events.event(codec.encode(next.get().get()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer handle(Inbound inbound) {
        try {
            return gateway.handle(inbound, this);
        } catch (RuntimeException | Error e) {
            LOG.error("request {} failed", inbound.correlationId(), e);
            return failure(inbound);
        }
    }

    private static Answer failure(Inbound inbound) {
        if (!(inbound.message() instanceof JsonRpcRequest request)) {
            return new Answer.Silence();
        }
        String message = "Internal error. The details are in the gateway's log under correlation id "
                + inbound.correlationId() + ".";
        return new Answer.Reply(
                new JsonRpcFailure(Optional.of(request.id()), new JsonRpcError(JsonRpcError.INTERNAL_ERROR, message)));
    }
}
