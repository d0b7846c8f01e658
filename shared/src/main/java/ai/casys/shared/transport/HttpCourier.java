// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Carries one message to the server and everything that comes back to the listener. The methods block and return the
 * reason why the whole connection is over, or nothing when it lives on. Holds no state of its own.
 */
final class HttpCourier {

    private static final int MOST_REDIRECTS = 3;

    private final HttpEndpoint endpoint;
    private final HttpConnections connections;
    private final HttpSession session;
    private final HttpInbox inbox;
    private final OldServer oldServer;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    HttpCourier(
            HttpEndpoint endpoint,
            HttpConnections connections,
            HttpSession session,
            TransportListener listener,
            OldServer oldServer) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.session = session;
        this.inbox = new HttpInbox(endpoint, listener);
        this.oldServer = oldServer;
    }

    /** Posts the message and reads the answer to its end. */
    Optional<String> deliver(HttpExchange exchange) {
        try {
            Arrival arrival = Arrival.MOVED;
            for (int redirects = 0; arrival == Arrival.MOVED; redirects++) {
                arrival = post(exchange, redirects < MOST_REDIRECTS);
            }
            return reason(arrival);
        } catch (TransportException e) {
            inbox.failed(exchange, e);
        } catch (IOException e) {
            inbox.failed(exchange, ConnectionLoss.of(endpoint, reason(e), e));
        } catch (RuntimeException e) {
            inbox.failed(
                    exchange,
                    new TransportException(
                            TransportException.Kind.PROTOCOL, "the exchange with \"" + endpoint + "\" failed", e));
        }
        return Optional.empty();
    }

    /** Keeps the legacy stream open on which the server speaks unasked; returns when the server offers none. */
    Optional<String> listen(HttpExchange exchange) {
        Resumption resumption = new Resumption();
        while (!exchange.isCancelled()) {
            try {
                Arrival arrival = get(exchange, resumption);
                if (arrival != Arrival.DONE) {
                    return reason(arrival);
                }
                resumption.ended();
            } catch (TransportException | IOException e) {
                resumption.failed();
                if (!exchange.isCancelled()) {
                    inbox.problem("its event stream broke: " + reason(e));
                }
                if (resumption.isHopeless()) {
                    // A status comes from somebody who lives, and calls may still be served.
                    return e instanceof TransportException
                            ? Optional.empty()
                            : Optional.of("its event stream broke again and again: " + reason(e));
                }
            } catch (IllegalStateException _) {
                // The connections were closed between two attempts.
                return Optional.empty();
            }
            exchange.pause(resumption.pause());
        }
        return Optional.empty();
    }

    /** How one exchange with the server went. */
    private enum Arrival {
        /** As far as it could. */
        DONE,
        /** The same again, at the new address. */
        MOVED,
        /** The server offers no stream. */
        NOT_OFFERED,
        /** The server has forgotten the session, so the whole connection is over. */
        SESSION_LOST
    }

    private static Optional<String> reason(Arrival arrival) {
        return arrival == Arrival.SESSION_LOST ? Optional.of("the server has ended the session") : Optional.empty();
    }

    private Arrival post(HttpExchange exchange, boolean mayMove) throws IOException {
        HttpPost request = new HttpPost(session.uri());
        session.prepare(request, exchange);
        request.setHeader("Accept", "application/json, text/event-stream");
        request.setEntity(new ByteArrayEntity(codec.encode(exchange.message()), ContentType.APPLICATION_JSON));
        exchange.carry(request);
        try (HttpAnswer answer = HttpAnswer.to(request, endpoint, connections, session.uri())) {
            if (answer.isSuccess()) {
                return accepted(exchange, answer);
            }
            if (mayMove && answer.isRedirect()) {
                answer.follow(session);
                return Arrival.MOVED;
            }
            return refused(exchange, answer);
        }
    }

    private Arrival accepted(HttpExchange exchange, HttpAnswer answer) throws IOException {
        boolean isRequest = exchange.requestId().isPresent();
        if (isInitialize(exchange)) {
            session.opened(answer);
        }
        if (answer.isEventStream()) {
            Resumption resumption = new Resumption();
            try {
                inbox.events(answer, exchange, resumption);
            } catch (IOException e) {
                if (exchange.isCancelled() || !isResumable(resumption)) {
                    throw e;
                }
            }
            return resume(exchange, resumption);
        }
        byte[] body = answer.body();
        if (isRequest && answer.contentType().equals("application/json")) {
            inbox.messages(body, exchange);
        }
        if (isRequest && !exchange.isAnswered()) {
            throw new TransportException(
                    TransportException.Kind.PROTOCOL,
                    "\"" + endpoint + "\" took a request without answering it (HTTP status " + answer.status() + ", "
                            + (answer.contentType().isEmpty() ? "no content type" : answer.contentType())
                            + "); is that the address of an MCP server?");
        }
        return Arrival.DONE;
    }

    /**
     * Takes up a broken stream where it ended, as revisions 2025-03-26 to 2025-11-25 permit. A server that ends it
     * again and again has us poll; only whoever waits for the answer can say when that has been enough.
     */
    private Arrival resume(HttpExchange exchange, Resumption resumption) throws IOException {
        while (needsAnswer(exchange) && isResumable(resumption)) {
            exchange.pause(resumption.pause());
            if (exchange.isCancelled()) {
                return Arrival.DONE;
            }
            try {
                Arrival arrival = get(exchange, resumption);
                if (arrival == Arrival.SESSION_LOST) {
                    return arrival;
                }
                if (arrival != Arrival.DONE) {
                    break;
                }
                resumption.ended();
            } catch (IOException e) {
                resumption.failed();
                if (exchange.isCancelled() || resumption.isHopeless()) {
                    throw e;
                }
            } catch (TransportException e) {
                resumption.failed();
                if (e.kind() != TransportException.Kind.HTTP_STATUS || resumption.isHopeless()) {
                    throw e;
                }
            }
        }
        if (needsAnswer(exchange)) {
            throw new TransportException(
                    TransportException.Kind.PROTOCOL,
                    "\"" + endpoint + "\" ended the stream of an answer before the answer came");
        }
        return Arrival.DONE;
    }

    private boolean isResumable(Resumption resumption) {
        return session.version().era() == Era.LEGACY && resumption.lastId().isPresent();
    }

    private static boolean needsAnswer(HttpExchange exchange) {
        return exchange.requestId().isPresent() && !exchange.isAnswered() && !exchange.isCancelled();
    }

    /** One GET until its stream ends. */
    private Arrival get(HttpExchange exchange, Resumption resumption) throws IOException {
        HttpGet request = new HttpGet(session.uri());
        session.prepare(request);
        request.setHeader("Accept", "text/event-stream");
        resumption.lastId().ifPresent(id -> request.setHeader("Last-Event-ID", id));
        exchange.carry(request);
        try (HttpAnswer answer = HttpAnswer.to(request, endpoint, connections, session.uri())) {
            if (answer.status() == 200 && answer.isEventStream()) {
                inbox.events(answer, exchange, resumption);
                return Arrival.DONE;
            }
            byte[] body = answer.body();
            if (answer.status() >= 500 || answer.status() == 429) {
                throw answer.refusal(body);
            }
            return answer.isSessionLost(session, body) ? Arrival.SESSION_LOST : Arrival.NOT_OFFERED;
        }
    }

    private Arrival refused(HttpExchange exchange, HttpAnswer answer) throws IOException {
        byte[] body = answer.body();
        TransportException refusal = answer.refusal(body);
        if (refusal.kind() == TransportException.Kind.UNAUTHORIZED) {
            inbox.failed(exchange, refusal);
            return Arrival.DONE;
        }
        if (answer.isSessionLost(session, body)) {
            if (answer.status() == 404) {
                inbox.failed(
                        exchange,
                        new TransportException(
                                TransportException.Kind.SESSION_LOST,
                                "\"" + endpoint + "\" has ended the session (HTTP status 404)"));
            }
            return Arrival.SESSION_LOST;
        }
        Optional<JsonRpcError> error = HttpAnswer.error(body);
        if (exchange.message() instanceof JsonRpcRequest request
                && isInitialize(exchange)
                && OldServer.isPossible(answer.status(), error)
                && oldServer.takesOver(request)) {
            return Arrival.DONE;
        }
        if (error.isPresent() && exchange.requestId().isPresent()) {
            inbox.message(new JsonRpcFailure(exchange.requestId(), error.get()), exchange);
            return Arrival.DONE;
        }
        inbox.failed(exchange, refusal);
        return Arrival.DONE;
    }

    private static boolean isInitialize(HttpExchange exchange) {
        return exchange.message() instanceof JsonRpcRequest request
                && request.method().equals(McpMethods.INITIALIZE);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
