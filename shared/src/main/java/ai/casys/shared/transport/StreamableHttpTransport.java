// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server behind one HTTP address ("Streamable HTTP" of revisions 2025-03-26 to 2026-07-28). Each message is a POST of
 * its own: on the thread of whoever waits for the answer, or on a virtual thread of its own, so a slow answer holds up
 * nothing else. With a legacy server one more virtual thread keeps the stream open on which the server speaks unasked.
 */
public final class StreamableHttpTransport implements McpTransport {

    private final HttpEndpoint endpoint;
    private final HttpConnections connections;
    private final HttpSession session;
    private final OldServer oldServer;
    private final Map<RequestId, HttpExchange> requests = new ConcurrentHashMap<>();

    /** Those that are no requests. */
    private final Set<HttpExchange> others = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable TransportListener listener;

    public StreamableHttpTransport(HttpEndpoint endpoint) {
        this(endpoint, OldServer.NEVER);
    }

    StreamableHttpTransport(HttpEndpoint endpoint, OldServer oldServer) {
        this.oldServer = oldServer;
        this.endpoint = endpoint;
        this.connections = new HttpConnections(endpoint);
        this.session = new HttpSession(endpoint);
    }

    /** Opens nothing yet: the first message does. */
    @Override
    public void start(TransportListener receiver) {
        listener = receiver;
    }

    @Override
    public Runnable post(JsonRpcRequest request, Map<String, String> headers) {
        HttpCourier courier = courier();
        HttpExchange exchange = begin(request, headers);
        return () -> deliver(courier, exchange);
    }

    @Override
    public void send(JsonRpcMessage message) {
        send(message, Map.of());
    }

    @Override
    public void send(JsonRpcMessage message, Map<String, String> headers) {
        HttpCourier courier = courier();
        HttpExchange exchange = begin(message, headers);
        if (message instanceof JsonRpcNotification note && note.method().equals(McpMethods.INITIALIZED)) {
            // The server must have seen this one before the next request overtakes it on another connection.
            deliver(courier, exchange);
            openStream(courier);
            return;
        }
        String name = message instanceof JsonRpcRequest ? "mcp-request" : "mcp-message";
        Thread.ofVirtual().name(name).start(() -> deliver(courier, exchange));
    }

    @Override
    public void protocolVersion(ProtocolVersion version) {
        session.speak(version);
    }

    @Override
    public boolean abandon(RequestId request) {
        HttpExchange exchange = requests.remove(request);
        if (exchange != null) {
            exchange.cancel();
        }
        return session.version().era() == Era.MODERN;
    }

    @Override
    public boolean carriesHeaders() {
        return true;
    }

    @Override
    public String description() {
        return endpoint.toString();
    }

    /** Cuts off what is under way and ends the session at the server; waits for that at most 2 s. */
    @Override
    public void close() {
        if (!closed.get()) {
            finish("it was closed");
        }
    }

    private HttpCourier courier() {
        TransportListener receiver = listener;
        if (closed.get() || receiver == null) {
            throw new TransportException(
                    TransportException.Kind.CLOSED, "the connection to \"" + description() + "\" is closed");
        }
        return new HttpCourier(endpoint, connections, session, receiver, oldServer);
    }

    private HttpExchange begin(JsonRpcMessage message, Map<String, String> headers) {
        HttpExchange exchange = new HttpExchange(message, headers);
        exchange.requestId().ifPresentOrElse(id -> requests.put(id, exchange), () -> others.add(exchange));
        return exchange;
    }

    /** Gives up everything without a word: another transport has taken over. */
    void retire() {
        closed.set(true);
        cancelAll();
        connections.close();
    }

    private void deliver(HttpCourier courier, HttpExchange exchange) {
        try {
            courier.deliver(exchange).ifPresent(this::finish);
        } finally {
            exchange.requestId().ifPresentOrElse(id -> requests.remove(id, exchange), () -> others.remove(exchange));
        }
    }

    private void openStream(HttpCourier courier) {
        HttpExchange exchange = new HttpExchange(new JsonRpcNotification("GET", Optional.empty()), Map.of());
        others.add(exchange);
        Thread.ofVirtual().name("mcp-stream").start(() -> {
            try {
                courier.listen(exchange).ifPresent(this::finish);
            } finally {
                others.remove(exchange);
            }
        });
    }

    private void finish(String reason) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        TransportListener receiver = listener;
        if (receiver != null) {
            receiver.closed(Optional.of(reason));
        }
        cancelAll();
        session.end(connections);
        connections.close();
    }

    private void cancelAll() {
        List.copyOf(requests.values()).forEach(HttpExchange::cancel);
        List.copyOf(others).forEach(HttpExchange::cancel);
    }
}
