// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.CancelledParams;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProgressParams;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one MCP server, of either era. Answers find their questions by id, so any number of calls may be
 * under way, from any number of threads. Reading threads belong to the transport; questions of the server are answered
 * on a virtual thread each. A client that is closed stays closed: reconnecting is for the owner.
 */
public final class McpClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(McpClient.class);

    private final McpTransport transport;
    private final ServerMessages listener;
    private final RequestMeta meta;
    private final Map<RequestId, PendingCall> pending = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String closeReason = "it was closed";
    private volatile ProtocolVersion version = ProtocolVersion.NEWEST_LEGACY;
    private volatile @Nullable ServerFacts facts;

    private McpClient(McpTransport transport, McpClientOptions options) {
        this.transport = transport;
        this.listener = options.listener();
        this.meta = new RequestMeta(options.client(), options.capabilities());
    }

    /**
     * Opens the connection: asks {@code server/discover} first, as revision 2026-07-28 ("Versioning") has it, and falls
     * back to {@code initialize} for anything that is not the answer of a modern server. On failure the transport is
     * closed.
     *
     * @throws TransportException if no connection comes about; after CLOSED_DURING_PROBE try again with the era LEGACY
     * @throws JsonRpcException if the server refuses {@code initialize}
     */
    public static McpClient connect(McpTransport transport, McpClientOptions options) {
        McpClient client = new McpClient(transport, options);
        try {
            transport.start(client.new Incoming());
            client.facts = new Handshake(client, options).perform();
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** What the server said of itself. */
    public ServerFacts server() {
        ServerFacts known = facts;
        if (known == null) {
            throw new IllegalStateException("the connection is not open yet");
        }
        return known;
    }

    /** Whether the server declared a capability, such as {@code tools}. */
    public boolean has(String capability) {
        return server().capabilities().tree().path(capability).isObject();
    }

    /**
     * All tools of the server. A definition that breaks the protocol is left out and logged.
     *
     * @param timeout for all pages together
     * @throws TransportException PROTOCOL if the pages never end: a repeated cursor, over 1,000 pages or 100,000 tools
     * @throws JsonRpcException if the server refuses
     */
    public List<Tool> listTools(Duration timeout) {
        return new ToolPages(this).all(timeout);
    }

    /**
     * Sends a request.
     *
     * @param progress hears of progress; with {@link CallListener#NONE} the server is not asked for any
     * @throws TransportException if the connection is closed or the server does not take messages
     * @throws IllegalArgumentException if {@code _meta} has to be added and the parameters are not an object
     */
    public McpCall send(String method, Optional<RawJson> params, CallListener progress) {
        return dispatch(method, params, progress);
    }

    /**
     * Sends a notification.
     *
     * @throws TransportException if the connection is closed or the server does not take messages
     */
    public void notify(String method, Optional<RawJson> params) {
        requireOpen();
        transport.send(new JsonRpcNotification(method, params));
    }

    /** Whether calls can be made. */
    public boolean isOpen() {
        return !closed.get();
    }

    /** Ends the connection; calls under way fail at once. Does nothing the second time. */
    @Override
    public void close() {
        end(Optional.of("it was closed"));
        transport.close();
    }

    PendingCall dispatch(String method, Optional<RawJson> params, CallListener progress) {
        requireOpen();
        RequestId id = new RequestId.IntegerId(lastId.incrementAndGet());
        Optional<RequestId> token = progress.equals(CallListener.NONE) ? Optional.empty() : Optional.of(id);
        Optional<RawJson> complete = meta.describe(meta.progress(params, token), version);
        PendingCall call = new PendingCall(this, id, method, progress);
        pending.put(id, call);
        try {
            transport.send(new JsonRpcRequest(id, method, complete));
        } catch (RuntimeException e) {
            pending.remove(id);
            throw e;
        }
        if (closed.get()) {
            failPending();
        }
        return call;
    }

    /** The revision to speak from now on. */
    void speak(ProtocolVersion chosen) {
        version = chosen;
        transport.protocolVersion(chosen);
    }

    String description() {
        return transport.description();
    }

    /** Forgets a call and lets the server know, by the means that transport and era provide. */
    void takeBack(PendingCall call, String reason) {
        if (pending.remove(call.id()) == null || transport.abandon(call.id()) || closed.get()) {
            return;
        }
        try {
            RawJson params = new CancelledParams(call.id(), Optional.of(reason)).toRawJson();
            transport.send(new JsonRpcNotification(McpMethods.CANCELLED, Optional.of(params)));
        } catch (TransportException e) {
            log.debug("{}: a cancellation could not be sent: {}", description(), e.getMessage());
        }
    }

    /** Forgets a call that may never be answered, without a word to the server. */
    void forget(PendingCall call) {
        if (pending.remove(call.id()) != null) {
            transport.abandon(call.id());
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw closedProblem();
        }
    }

    private TransportException closedProblem() {
        return new TransportException(
                TransportException.Kind.CLOSED, "the connection to \"" + description() + "\" is over: " + closeReason);
    }

    private void end(Optional<String> reason) {
        if (closed.get()) {
            return;
        }
        reason.ifPresent(text -> closeReason = text);
        if (closed.compareAndSet(false, true)) {
            failPending();
            listener.closed(reason);
        }
    }

    private void failPending() {
        for (RequestId id : List.copyOf(pending.keySet())) {
            PendingCall call = pending.remove(id);
            if (call != null) {
                call.fail(closedProblem());
            }
        }
    }

    /** What the transport brings; called on its threads. */
    private final class Incoming implements TransportListener {

        @Override
        public void message(JsonRpcMessage message) {
            switch (message) {
                case JsonRpcResult result -> answered(result.id(), call -> call.complete(result.result()));
                case JsonRpcFailure failure -> failed(failure);
                case JsonRpcNotification notification -> notified(notification);
                case JsonRpcRequest request ->
                    Thread.ofVirtual().name("mcp-question").start(() -> asked(request));
            }
        }

        @Override
        public void failed(RequestId request, TransportException problem) {
            answered(request, call -> call.fail(problem));
        }

        @Override
        public void problem(String description) {
            log.warn("{}: {}", description(), description);
        }

        @Override
        public void closed(Optional<String> reason) {
            end(reason);
        }

        private void failed(JsonRpcFailure failure) {
            if (failure.id().isEmpty()) {
                log.warn(
                        "{} reports an error without naming a request: {}",
                        description(),
                        failure.error().message());
                return;
            }
            answered(failure.id().get(), call -> call.fail(new JsonRpcException(failure.error())));
        }

        private void answered(RequestId id, java.util.function.Consumer<PendingCall> action) {
            PendingCall call = pending.remove(id);
            if (call == null) {
                log.debug("{} answers {}, which nobody waits for", description(), id);
                return;
            }
            action.accept(call);
        }

        private void notified(JsonRpcNotification notification) {
            if (notification.method().equals(McpMethods.PROGRESS) && progressed(notification)) {
                return;
            }
            listener.notification(notification);
        }

        /** Whether the progress belongs to a call of ours. */
        private boolean progressed(JsonRpcNotification notification) {
            try {
                ProgressParams progress =
                        ProgressParams.parse(notification.params().orElse(RawJson.EMPTY_OBJECT));
                PendingCall call = pending.get(progress.progressToken());
                if (call == null) {
                    return false;
                }
                call.listener().progress(progress);
                return true;
            } catch (IllegalArgumentException e) {
                log.debug("{} sends progress that cannot be read: {}", description(), e.getMessage());
                return true;
            }
        }

        private void asked(JsonRpcRequest request) {
            try {
                transport.send(answer(request));
            } catch (TransportException e) {
                log.debug("{}: an answer could not be sent: {}", description(), e.getMessage());
            }
        }

        private JsonRpcMessage answer(JsonRpcRequest request) {
            if (request.method().equals(McpMethods.PING)) {
                return new JsonRpcResult(request.id(), RawJson.EMPTY_OBJECT);
            }
            try {
                return listener.request(request).orElseGet(() -> refusal(request));
            } catch (RuntimeException e) {
                log.warn("{}: answering \"{}\" failed", description(), request.method(), e);
                return new JsonRpcFailure(
                        Optional.of(request.id()), new JsonRpcError(JsonRpcError.INTERNAL_ERROR, "internal error"));
            }
        }

        private JsonRpcMessage refusal(JsonRpcRequest request) {
            String text = "the client does not know the method \"" + request.method() + "\"";
            return new JsonRpcFailure(Optional.of(request.id()), new JsonRpcError(JsonRpcError.METHOD_NOT_FOUND, text));
        }
    }
}
