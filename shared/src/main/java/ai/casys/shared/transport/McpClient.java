// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.CancelledParams;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** For the tools that are asked for because a call needs other headers. */
    private static final Duration LISTING = Duration.ofSeconds(30);

    private final McpTransport transport;
    private final ServerMessages listener;
    private final RequestMeta meta;
    private final ToolHeaders headers;
    private final Correspondence correspondence;
    private final Deadlines deadlines = new Deadlines();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String closeReason = "it was closed";
    private volatile ProtocolVersion version = ProtocolVersion.NEWEST_LEGACY;
    private volatile @Nullable ServerFacts facts;

    private McpClient(McpTransport transport, McpClientOptions options) {
        this.transport = transport;
        this.listener = options.listener();
        this.correspondence = new Correspondence(transport, listener, () -> version.era() == Era.LEGACY, this::end);
        this.headers = new ToolHeaders(transport.description());
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
            transport.start(client.correspondence);
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
     * All tools of the server. A definition that breaks the protocol is left out and logged. What the tools want to see
     * in HTTP headers is remembered for their calls.
     *
     * @param timeout for all pages together
     * @throws TransportException PROTOCOL if the pages never end: a repeated cursor, over 1,000 pages or 100,000 tools
     * @throws JsonRpcException if the server refuses
     */
    public List<Tool> listTools(Duration timeout) {
        List<Tool> tools = new ToolPages(this).all(timeout);
        return mirrorsParameters() ? headers.learn(tools) : tools;
    }

    /**
     * Sends a request.
     *
     * @param listener hears what the server says of the call before it answers
     * @throws TransportException if the connection is closed or the server does not take messages
     * @throws IllegalArgumentException if {@code _meta} has to be added and the parameters are not an object
     */
    public McpCall send(String method, Optional<RawJson> params, CallListener listener) {
        return dispatch(method, params, listener);
    }

    /**
     * Like {@link #send}, for a caller who goes on to await the answer: where that is cheaper, the request leaves with
     * {@link McpCall#await} and on its thread, and not before.
     *
     * @throws TransportException as {@code send}
     */
    public McpCall post(String method, Optional<RawJson> params, CallListener listener) {
        return dispatch(method, params, listener, transport::post);
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

    /**
     * Opens a subscription at a modern server. The caller closes it; the end of the connection ends it too.
     *
     * @param filter what to hear of, the object {@code notifications} of the request
     * @throws TransportException if the connection is closed or the server does not take messages
     * @throws IllegalStateException if the server is a legacy one, which has other ways
     */
    public Subscription listen(RawJson filter, SubscriptionListener hearer) {
        if (server().protocolVersion().era() != Era.MODERN) {
            throw new IllegalStateException("\"" + description() + "\" is of an era without subscriptions/listen");
        }
        RawJson params = RawObject.EMPTY.with("notifications", filter).toRawJson();
        SubscriptionFeed feed = new SubscriptionFeed(hearer);
        PendingCall call = dispatch(McpMethods.SUBSCRIPTIONS_LISTEN, Optional.of(params), feed);
        call.feed(feed);
        return new Subscription(call);
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

    PendingCall dispatch(String method, Optional<RawJson> params, CallListener hearer) {
        return dispatch(method, params, hearer, this::sendNow);
    }

    private PendingCall dispatch(String method, Optional<RawJson> params, CallListener hearer, Carrier carrier) {
        boolean mirrored = method.equals(McpMethods.TOOLS_CALL) && mirrorsParameters();
        PendingCall call = new PendingCall(this, nextId(), method, mirrored ? params : Optional.empty(), hearer);
        dispatch(call, params, mirrored ? headers.of(params) : Map.of(), carrier);
        return call;
    }

    /** How a request leaves; see {@link McpTransport#post}. */
    @FunctionalInterface
    private interface Carrier {
        Runnable carry(JsonRpcRequest request, Map<String, String> headers);
    }

    private Runnable sendNow(JsonRpcRequest request, Map<String, String> extraHeaders) {
        transport.send(request, extraHeaders);
        return PendingCall.NOTHING;
    }

    private void dispatch(
            PendingCall call, Optional<RawJson> params, Map<String, String> extraHeaders, Carrier carrier) {
        requireOpen();
        RequestId id = call.id();
        Optional<RequestId> token = call.listener().wantsProgress() ? Optional.of(id) : Optional.empty();
        Optional<RawJson> complete = meta.complete(params, token, version);
        correspondence.expect(call);
        try {
            call.leave(carrier.carry(new JsonRpcRequest(id, call.method(), complete), extraHeaders));
        } catch (RuntimeException e) {
            correspondence.forget(id);
            throw e;
        }
        if (closed.get()) {
            correspondence.end(closedProblem());
        }
    }

    /**
     * Sends a call of a tool once more, which the server refused because of its headers: the definition of the tool may
     * be another by now. Asks for the tools first, on a thread of its own.
     */
    void repeat(PendingCall call, JsonRpcError refusal) {
        Thread.ofVirtual().name("mcp-repeat").start(() -> {
            try {
                Map<String, String> before = headers.of(call.params());
                listTools(LISTING);
                Map<String, String> now = headers.of(call.params());
                if (before.equals(now) || call.isOver()) {
                    call.fail(new JsonRpcException(refusal));
                    return;
                }
                call.renumber(nextId());
                dispatch(call, call.params(), now, this::sendNow);
                if (call.isOver()) {
                    takeBack(call, "nobody waits any more");
                }
            } catch (RuntimeException e) {
                log.debug("{}: a call refused for its headers cannot be repeated", description(), e);
                call.fail(new JsonRpcException(refusal));
            }
        });
    }

    private boolean mirrorsParameters() {
        return version.era() == Era.MODERN && transport.carriesHeaders();
    }

    private RequestId nextId() {
        return new RequestId.IntegerId(lastId.incrementAndGet());
    }

    /** The revision to speak from now on. */
    void speak(ProtocolVersion chosen) {
        version = chosen;
        transport.protocolVersion(chosen);
    }

    Deadlines deadlines() {
        return deadlines;
    }

    boolean isLegacyOnly() {
        return transport.isLegacyOnly();
    }

    String description() {
        return transport.description();
    }

    /** Forgets a call and lets the server know, by the means that transport and era provide. */
    void takeBack(PendingCall call, String reason) {
        if (!correspondence.forget(call.id()) || transport.abandon(call.id()) || closed.get()) {
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
        if (correspondence.forget(call.id())) {
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
            correspondence.end(closedProblem());
            deadlines.close();
            listener.closed(reason);
        }
    }
}
