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
 * The messages of one POST on their way through the gateway. Each runs on a virtual thread of its own, while the
 * request's thread alone writes to the client: so a slow client never holds up whoever reports progress. What comes
 * before the answers turns the response into an event stream; without it the answers are left for plain JSON. A client
 * that goes away cancels nothing (2025-11-25, transports, "Sending Messages").
 */
final class Exchange implements ClientStream {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MOST_WAITING = 1_024;

    private sealed interface Item {
        record Before(JsonRpcMessage message) implements Item {}

        record Done(Answer answer) implements Item {}
    }

    private final Gateway gateway;
    private final JsonRpcCodec codec;
    private final EventWriter events;
    private final Duration heartbeat;
    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();

    Exchange(Gateway gateway, JsonRpcCodec codec, EventWriter events, Duration heartbeat) {
        this.gateway = gateway;
        this.codec = codec;
        this.events = events;
        this.heartbeat = heartbeat;
    }

    /** Progress is worth nothing when nobody reads it, so it is dropped while too much is waiting. */
    @Override
    public void send(JsonRpcMessage message) {
        if (items.size() < MOST_WAITING) {
            items.add(new Item.Before(message));
        }
    }

    /** Handles all messages at once and returns their answers as they came. */
    List<Answer> run(List<Inbound> messages) throws InterruptedException {
        messages.forEach(message -> Thread.ofVirtual().name("mcp-request").start(() -> handle(message)));
        List<Answer> answers = new ArrayList<>();
        while (answers.size() < messages.size()) {
            Optional<Item> item = Optional.ofNullable(items.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS));
            if (item.isEmpty()) {
                // Also keeps the connection from counting as idle during a long call, once it streams.
                if (events.isOpen()) {
                    events.heartbeat();
                }
                continue;
            }
            switch (item.get()) {
                case Item.Before(JsonRpcMessage message) -> events.event(codec.encode(message));
                case Item.Done(Answer answer) -> answers.add(answer);
            }
        }
        return answers;
    }

    private void handle(Inbound inbound) {
        Answer answer = new Answer.Silence();
        try {
            answer = gateway.handle(inbound, this);
        } catch (RuntimeException | Error e) {
            LOG.error("request {} failed", inbound.correlationId(), e);
            answer = failure(inbound);
        } finally {
            items.add(new Item.Done(answer));
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
