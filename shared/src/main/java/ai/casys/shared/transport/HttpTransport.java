// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server behind an HTTP address of which it is not known how it speaks: streamable HTTP, or the transport of 2024 when
 * {@code initialize} is refused the way only such a server does (revision 2026-07-28, "Backward Compatibility"). For any
 * number of threads; the change happens on the thread of that one request, before anything else is under way.
 */
public final class HttpTransport implements McpTransport {

    private static final Logger log = LoggerFactory.getLogger(HttpTransport.class);

    private final HttpEndpoint endpoint;
    private final StreamableHttpTransport streamable;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable SseTransport attempt;
    private volatile McpTransport current;
    private volatile @Nullable TransportListener listener;

    public HttpTransport(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
        this.streamable = new StreamableHttpTransport(endpoint, this::takeOver);
        this.current = streamable;
    }

    @Override
    public void start(TransportListener receiver) {
        listener = receiver;
        streamable.start(receiver);
    }

    @Override
    public void send(JsonRpcMessage message) {
        current.send(message);
    }

    @Override
    public void send(JsonRpcMessage message, Map<String, String> headers) {
        current.send(message, headers);
    }

    @Override
    public Runnable post(JsonRpcRequest request, Map<String, String> headers) {
        return current.post(request, headers);
    }

    @Override
    public boolean carriesHeaders() {
        return current.carriesHeaders();
    }

    @Override
    public void protocolVersion(ProtocolVersion version) {
        current.protocolVersion(version);
    }

    @Override
    public boolean abandon(RequestId request) {
        return current.abandon(request);
    }

    @Override
    public String description() {
        return endpoint.toString();
    }

    @Override
    public void close() {
        closed.set(true);
        SseTransport old = attempt;
        if (old != null) {
            old.close();
        }
        if (current.equals(streamable)) {
            streamable.close();
        } else {
            streamable.retire();
        }
    }

    private boolean takeOver(JsonRpcRequest initialize) {
        TransportListener receiver = listener;
        if (receiver == null || closed.get()) {
            return false;
        }
        SseTransport old = new SseTransport(endpoint);
        attempt = old;
        try {
            old.start(receiver);
        } catch (TransportException e) {
            log.debug("{} does not speak the transport of 2024 either: {}", endpoint, e.getMessage());
            return false;
        }
        if (closed.get()) {
            old.close();
            return true;
        }
        log.info("{} speaks the transport of 2024 (HTTP+SSE)", endpoint);
        current = old;
        old.protocolVersion(ProtocolVersion.NEWEST_LEGACY);
        old.send(initialize);
        return true;
    }
}
