// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * A server behind the HTTP+SSE transport of revision 2024-11-05: one stream brings all that the server says, and the
 * place for our messages is named by its first event. The stream is the connection: a new one would be another session,
 * which has to be initialised anew, so the end of the stream ends the connection and its owner makes another.
 *
 * <p>One virtual thread reads the stream; each message is a POST on a virtual thread of its own.
 */
public final class SseTransport implements McpTransport {

    private final HttpEndpoint endpoint;
    private final HttpConnections connections;
    private final HttpSession session;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final Set<HttpExchange> underWay = ConcurrentHashMap.newKeySet();
    private final Map<RequestId, HttpExchange> requests = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Open open;

    /** What exists once the server has named its place for messages. */
    private record Open(URI place, HttpInbox inbox, TransportListener listener) {}

    public SseTransport(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
        this.connections = new HttpConnections(endpoint);
        this.session = new HttpSession(endpoint);
    }

    /**
     * Opens the stream and waits for the place where messages go, in all at most twice the time to connect.
     *
     * @throws TransportException if there is no such stream or the place is not one of the same origin
     */
    @Override
    public void start(TransportListener receiver) {
        HttpExchange exchange = listening();
        SseStream stream = new SseStream(endpoint, connections, session, exchange, receiver);
        try {
            open = new Open(
                    stream.open(endpoint.connectTimeout().multipliedBy(2)),
                    new HttpInbox(endpoint, receiver),
                    receiver);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (closed.get()) {
            throw closedProblem();
        }
        Thread.ofVirtual().name("mcp-stream-end").start(() -> finish(stream.awaitEnd()));
    }

    @Override
    public void send(JsonRpcMessage message) {
        Open connection = open;
        if (closed.get() || connection == null) {
            throw closedProblem();
        }
        HttpExchange exchange = new HttpExchange(message, Map.of());
        underWay.add(exchange);
        exchange.requestId().ifPresent(id -> requests.put(id, exchange));
        if (message instanceof JsonRpcNotification note && note.method().equals(McpMethods.INITIALIZED)) {
            // The server must have seen this one before the next request overtakes it on another connection.
            deliver(connection, exchange);
            return;
        }
        Thread.ofVirtual().name("mcp-message").start(() -> deliver(connection, exchange));
    }

    @Override
    public void protocolVersion(ProtocolVersion version) {
        session.speak(version);
    }

    @Override
    public boolean isLegacyOnly() {
        return true;
    }

    @Override
    public boolean abandon(RequestId request) {
        HttpExchange exchange = requests.remove(request);
        if (exchange != null) {
            exchange.cancel();
        }
        return false;
    }

    @Override
    public String description() {
        return endpoint.toString();
    }

    /** Cuts off the stream, which ends the session, and what is under way. */
    @Override
    public void close() {
        finish("it was closed");
    }

    private HttpExchange listening() {
        HttpExchange exchange = new HttpExchange(new JsonRpcNotification("GET", Optional.empty()), Map.of());
        underWay.add(exchange);
        return exchange;
    }

    private TransportException closedProblem() {
        return new TransportException(
                TransportException.Kind.CLOSED, "the connection to \"" + description() + "\" is closed");
    }

    /** Posts the message. The answer to a request comes on the stream, so the request stays known until it is over. */
    private void deliver(Open connection, HttpExchange exchange) {
        try {
            post(connection, exchange);
        } catch (TransportException e) {
            connection.inbox().failed(exchange, e);
        } catch (IOException e) {
            connection.inbox().failed(exchange, ConnectionLoss.of(endpoint, String.valueOf(e.getMessage()), e));
        } catch (RuntimeException e) {
            connection
                    .inbox()
                    .failed(
                            exchange,
                            new TransportException(
                                    TransportException.Kind.PROTOCOL,
                                    "the exchange with \"" + endpoint + "\" failed",
                                    e));
        } finally {
            underWay.remove(exchange);
            exchange.requestId().ifPresent(id -> requests.remove(id, exchange));
        }
    }

    private void post(Open connection, HttpExchange exchange) throws IOException {
        HttpPost request = new HttpPost(connection.place());
        session.prepare(request, exchange);
        request.setEntity(new ByteArrayEntity(codec.encode(exchange.message()), ContentType.APPLICATION_JSON));
        exchange.carry(request);
        try (HttpAnswer answer = HttpAnswer.to(request, endpoint, connections, connection.place())) {
            byte[] body = answer.body();
            if (answer.isSuccess()) {
                return;
            }
            connection.inbox().failed(exchange, answer.refusal(body));
            if (answer.status() == 404 || answer.status() == 410) {
                finish("the server has ended the session");
            }
        }
    }

    private void finish(String reason) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Open connection = open;
        if (connection != null) {
            connection.listener().closed(Optional.of(reason));
        }
        List.copyOf(underWay).forEach(HttpExchange::cancel);
        connections.close();
    }
}
