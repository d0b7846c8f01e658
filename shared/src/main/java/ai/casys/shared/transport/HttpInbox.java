// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Turns the bytes that come over HTTP into messages for the listener. Holds no state; any number of threads. */
final class HttpInbox {

    private static final Duration AFTER_ANSWER = Duration.ofSeconds(2);

    private final HttpEndpoint endpoint;
    private final TransportListener listener;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    HttpInbox(HttpEndpoint endpoint, TransportListener listener) {
        this.endpoint = endpoint;
        this.listener = listener;
    }

    /**
     * Hands on the messages of a stream until it ends. A stream should end with the answer to its request, and then its
     * connection serves again; one that lingers is cut off.
     *
     * @throws TransportException TOO_LARGE if an event of the stream of a request exceeds the limit
     */
    void events(HttpAnswer answer, HttpExchange exchange, Resumption resumption) throws IOException {
        EventReader events = new EventReader(answer.stream(), endpoint.maxMessageBytes());
        Optional<Thread> cutter = Optional.empty();
        try {
            for (EventReader.Step step = events.next(); step != EventReader.Step.END; step = events.next()) {
                if (step == EventReader.Step.TOO_LARGE) {
                    tooLarge(answer.tooLarge(), events, exchange);
                } else if (events.isMessage()) {
                    messages(events.data(), exchange);
                }
                if (cutter.isEmpty() && exchange.isAnswered()) {
                    cutter = Optional.of(cutLater(exchange));
                }
            }
            answer.finished();
        } catch (IOException e) {
            if (!exchange.isAnswered()) {
                throw e;
            }
        } finally {
            resumption.reached(events);
            cutter.ifPresent(Thread::interrupt);
        }
    }

    /** An event that nobody can read fails the call that it answers, as far as that can be told. */
    void tooLarge(TransportException problem, EventReader events, HttpExchange exchange) throws IOException {
        if (exchange.requestId().isPresent()) {
            throw problem;
        }
        events.skip();
        OversizeAnswer.id(events.head(), events.tail())
                .ifPresentOrElse(
                        id -> listener.failed(id, problem),
                        () -> listener.problem(String.valueOf(problem.getMessage())));
    }

    /** Hands on one message, or a batch of revision 2025-03-26. */
    void messages(byte[] bytes, HttpExchange exchange) {
        try {
            if (codec.isBatch(bytes)) {
                JsonRpcBatch batch = codec.parseBatch(bytes);
                batch.messages().forEach(message -> message(message, exchange));
                return;
            }
            message(codec.parse(bytes), exchange);
        } catch (JsonRpcParseException e) {
            listener.problem("its answer is no message (" + e.getMessage() + ")");
        }
    }

    void message(JsonRpcMessage message, HttpExchange exchange) {
        exchange.note(message);
        exchange.requestId().ifPresentOrElse(id -> listener.message(message, id), () -> listener.message(message));
    }

    /** The message of the exchange got no answer and will get none. */
    void failed(HttpExchange exchange, TransportException problem) {
        if (exchange.isCancelled()) {
            return;
        }
        exchange.requestId()
                .ifPresentOrElse(
                        id -> listener.failed(id, problem),
                        () -> listener.problem("a message was not taken: " + problem.getMessage()));
    }

    void problem(String text) {
        listener.problem(text);
    }

    private static Thread cutLater(HttpExchange exchange) {
        return Thread.ofVirtual().name("mcp-cutter").start(() -> {
            try {
                Thread.sleep(AFTER_ANSWER);
                exchange.cancel();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
