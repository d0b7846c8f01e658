// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * The stream of one server of the transport of 2024. Read by one virtual thread of its own, which outlives whoever
 * opened it.
 */
final class SseStream {

    private static final int MOST_REDIRECTS = 3;
    private static final String ENDPOINT = "endpoint";

    private final HttpEndpoint endpoint;
    private final HttpConnections connections;
    private final HttpSession session;
    private final HttpExchange exchange;
    private final HttpInbox inbox;
    private final CompletableFuture<URI> place = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    SseStream(
            HttpEndpoint endpoint,
            HttpConnections connections,
            HttpSession session,
            HttpExchange exchange,
            TransportListener listener) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.session = session;
        this.exchange = exchange;
        this.inbox = new HttpInbox(endpoint, listener);
    }

    /** Starts to read; returns where messages are to be posted. */
    URI open(Duration wait) {
        Thread.ofVirtual().name("mcp-stream").start(this::read);
        try {
            return place.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException problem) {
                throw new TransportException(problem.kind(), String.valueOf(problem.getMessage()), problem);
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new TransportException(
                    TransportException.Kind.TIMEOUT,
                    "\"" + endpoint + "\" did not name the place for messages within " + wait.toMillis()
                            + " ms; is that the address of an SSE server?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportException.Kind.CANCELLED, "the wait for \"" + endpoint + "\" was cut short", e);
        }
    }

    /** Waits until the stream is over; why it is. */
    String awaitEnd() {
        return end.join();
    }

    private void read() {
        try {
            boolean moved = true;
            for (int redirects = 0; moved; redirects++) {
                moved = get(redirects < MOST_REDIRECTS);
            }
            ended(protocol("ended its stream before it named the place for messages"), "the server ended its stream");
        } catch (TransportException e) {
            ended(e, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            ended(ConnectionLoss.of(endpoint, reason, e), "its stream broke: " + reason);
        } catch (RuntimeException e) {
            ended(protocol("cannot be read: " + e.getMessage()), "its stream cannot be read");
        }
    }

    private void ended(TransportException problem, String reason) {
        place.completeExceptionally(problem);
        end.complete(reason);
    }

    /** One GET until its stream ends; whether it has to be made again at another address. */
    private boolean get(boolean mayMove) throws IOException {
        HttpGet request = new HttpGet(session.uri());
        session.prepare(request);
        request.setHeader("Accept", "text/event-stream");
        exchange.carry(request);
        try (HttpAnswer answer = HttpAnswer.to(request, endpoint, connections, session.uri())) {
            if (mayMove && answer.isRedirect()) {
                answer.follow(session);
                return true;
            }
            if (!answer.isSuccess()) {
                throw answer.refusal(answer.body());
            }
            if (!answer.isEventStream()) {
                throw protocol("gives no event stream; is that the address of an SSE server?");
            }
            events(answer);
            return false;
        }
    }

    private void events(HttpAnswer answer) throws IOException {
        EventReader events = new EventReader(answer.stream(), endpoint.maxMessageBytes());
        for (EventReader.Step step = events.next(); step != EventReader.Step.END; step = events.next()) {
            if (step == EventReader.Step.TOO_LARGE) {
                inbox.tooLarge(answer.tooLarge(), events, exchange);
            } else if (events.type().equals(ENDPOINT)) {
                named(new String(events.data(), StandardCharsets.UTF_8).strip());
            } else if (events.isMessage() && place.isDone()) {
                inbox.messages(events.data(), exchange);
            }
        }
    }

    /** The first event counts: moving the place later would move our messages away from their session. */
    private void named(String text) {
        Optional<URI> target = session.within(text);
        if (target.isEmpty()) {
            throw protocol("names a place for messages that is not of its own origin, which is not used because of"
                    + " the credentials");
        }
        place.complete(target.get());
    }

    private TransportException protocol(String what) {
        return new TransportException(TransportException.Kind.PROTOCOL, "\"" + endpoint + "\" " + what);
    }
}
