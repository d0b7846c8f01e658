// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.CallToolParams;
import ai.casys.shared.mcp.CancelledParams;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.InitializeParams;
import ai.casys.shared.mcp.ListToolsParams;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an MCP client sees, free of any transport. The way of a request:
 *
 * <ol>
 *   <li>which era is it of ({@link #era}); the stateless one is told which revisions are spoken
 *   <li>{@code initialize} agrees on a revision and opens a session
 *   <li>everything else but {@code ping} needs that session
 *   <li>the request is noted, so that {@code notifications/cancelled} can withdraw it
 *   <li>its method is carried out; a tool call is a meta-tool or goes to {@link ToolCalls}
 *   <li>the outcome becomes a result or an error, or nothing if it was withdrawn meanwhile
 * </ol>
 *
 * Safe for any number of threads; a request stays on the thread that brought it and blocks it until it is done.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int PAGE_SIZE = 500;
    private static final JsonRpcNotification TOOLS_CHANGED =
            new JsonRpcNotification(McpMethods.TOOLS_LIST_CHANGED, Optional.empty());

    private final GatewayOptions options;
    private final ToolCalls tools;
    private final Map<String, MetaTool> metaTools = new LinkedHashMap<>();
    private final ToolListing listing;
    private final Handshake handshake;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Object announcing = new Object();
    private List<ToolListing.Entry> announced;

    /** A gateway to the tools of a catalogue; the caller tells it of changes by {@link #toolsChanged}. */
    public Gateway(GatewayOptions options, Catalog catalog, ToolSearch search, ToolCalls tools, InstantSource clock) {
        this.options = options;
        this.tools = tools;
        this.clock = clock;
        if (!(options.exposure() instanceof Exposure.Plain)) {
            add(new SearchTools(new ToolFinder(search)));
            add(new CallTool(catalog, tools));
        }
        List<RawJson> definitions =
                metaTools.values().stream().map(MetaTool::definition).toList();
        this.listing = new ToolListing(options, definitions, PAGE_SIZE, catalog);
        this.announced = listing.entries();
        this.handshake = new Handshake(options);
        this.sessions = new Sessions(options.sessionIdle(), options.mostSessionsPerCaller(), clock);
    }

    private void add(MetaTool tool) {
        metaTools.put(tool.name(), tool);
    }

    /** The era a message belongs to, by what it and its transport say. */
    public Era era(JsonRpcMessage message, Optional<String> declaredVersion) {
        return Versions.era(Versions.claimed(message, declaredVersion));
    }

    /** The caller's own open session of that id; asking counts as use. */
    public Optional<Session> session(String id, Caller caller) {
        return sessions.find(id, caller);
    }

    /** Ends a session at its client's wish: its requests are withdrawn, its listeners wake up. */
    public void end(Session session) {
        sessions.end(session);
    }

    /** Sessions that are open now. */
    public int sessionCount() {
        return sessions.count();
    }

    /** Tells every client that the tool list is another one, if the part that clients see has changed. */
    public void toolsChanged() {
        List<ToolListing.Entry> now = listing.entries();
        boolean changed;
        synchronized (announcing) {
            changed = !announced.equals(now);
            announced = now;
        }
        if (changed) {
            sessions.notifyAllClients(TOOLS_CHANGED);
        }
    }

    /** Ends every session. */
    @Override
    public void close() {
        sessions.endAll();
    }

    /** Handles one message; returns when it is done. Never throws for anything a client can send. */
    public Answer handle(Inbound inbound, ClientStream stream) {
        return switch (inbound.message()) {
            case JsonRpcRequest request -> answer(request, inbound, stream);
            case JsonRpcNotification notification -> hear(notification, inbound);
            // Nothing was asked of the client, so its answers belong to nothing.
            case JsonRpcResult _, JsonRpcFailure _ -> new Answer.Silence();
        };
    }

    private Answer answer(JsonRpcRequest request, Inbound inbound, ClientStream stream) {
        try {
            Optional<String> claimed = Versions.claimed(request, inbound.declaredVersion());
            return switch (Versions.era(claimed)) {
                case MODERN -> throw new ProtocolException(Versions.unsupported(claimed.orElseThrow()));
                case LEGACY -> answerLegacy(request, inbound, stream);
            };
        } catch (RuntimeException e) {
            return failure(request.id(), Errors.of(e, inbound.correlationId()));
        }
    }

    private Answer answerLegacy(JsonRpcRequest request, Inbound inbound, ClientStream stream) {
        RawJson params = params(request);
        if (request.method().equals(McpMethods.INITIALIZE)) {
            return open(request.id(), params, inbound.caller());
        }
        if (request.method().equals(McpMethods.PING)) {
            return new Answer.Reply(new JsonRpcResult(request.id(), RawJson.EMPTY_OBJECT));
        }
        Session session = inbound.session()
                .orElseThrow(() ->
                        invalidRequest("\"" + request.method() + "\" needs a session; send \"initialize\" first"));
        Cancellation cancellation = session.begin(request.id())
                .orElseThrow(() -> invalidRequest("a request with id " + request.id() + " is already being worked on"));
        try {
            RawJson result = perform(request.method(), params, inbound, cancellation, stream);
            return cancellation.isCancelled()
                    ? new Answer.Silence()
                    : new Answer.Reply(new JsonRpcResult(request.id(), result));
        } catch (RuntimeException e) {
            return cancellation.isCancelled()
                    ? new Answer.Silence()
                    : failure(request.id(), Errors.of(e, inbound.correlationId()));
        } finally {
            session.finish(request.id());
        }
    }

    private Answer open(RequestId id, RawJson params, Caller caller) {
        InitializeParams client = read(params, InitializeParams::parse);
        ProtocolVersion version = Versions.negotiate(client.protocolVersion());
        Session session = sessions.open(caller, version, client.clientInfo(), client.capabilities());
        return new Answer.Opened(session, new JsonRpcResult(id, handshake.result(version)));
    }

    private RawJson perform(
            String method, RawJson params, Inbound inbound, Cancellation cancellation, ClientStream stream) {
        return switch (method) {
            case McpMethods.TOOLS_LIST -> list(params);
            case McpMethods.TOOLS_CALL -> call(params, inbound, cancellation, stream);
            default ->
                throw new ProtocolException(
                        new JsonRpcError(JsonRpcError.METHOD_NOT_FOUND, "method \"" + method + "\" is not known here"));
        };
    }

    private RawJson list(RawJson params) {
        ToolListing.Page page = read(params, ListToolsParams::parse)
                .cursor()
                .map(listing::after)
                .orElseGet(listing::first);
        RawObject result = RawObject.EMPTY.with("tools", RawValues.array(page.definitions()));
        return page.next()
                .map(next -> result.with("nextCursor", next))
                .orElse(result)
                .toRawJson();
    }

    private RawJson call(RawJson params, Inbound inbound, Cancellation cancellation, ClientStream stream) {
        CallToolParams call = read(params, CallToolParams::parse);
        CallContext context = new CallContext(
                inbound.caller(),
                inbound.correlationId(),
                clock.instant().plus(options.callTimeout()),
                cancellation,
                ProgressReport.wantedBy(params, stream));
        Optional<MetaTool> metaTool = Optional.ofNullable(metaTools.get(call.name()));
        return metaTool.isPresent()
                ? metaTool.get().call(call.arguments(), context)
                : tools.call(listing.callable(call.name()), call.arguments(), context);
    }

    private static Answer hear(JsonRpcNotification notification, Inbound inbound) {
        if (notification.method().equals(McpMethods.CANCELLED)) {
            inbound.session().ifPresent(session -> cancel(session, notification));
        }
        // "notifications/initialized" opens nothing that is not open already; others are not for this server.
        return new Answer.Silence();
    }

    private static void cancel(Session session, JsonRpcNotification notification) {
        try {
            RawJson params = notification.params().orElse(RawJson.EMPTY_OBJECT);
            session.cancel(CancelledParams.parse(params).requestId());
        } catch (IllegalArgumentException e) {
            // A malformed cancellation is to be ignored (2025-11-25, basic/utilities/cancellation).
            LOG.debug("a client sent a cancellation that names no request", e);
        }
    }

    private static RawJson params(JsonRpcRequest request) {
        RawJson params = request.params().orElse(RawJson.EMPTY_OBJECT);
        if (!RawValues.isObject(params)) {
            throw ProtocolException.invalidParams("\"params\" must be an object");
        }
        return params;
    }

    private static <T> T read(RawJson params, Function<RawJson, T> reader) {
        try {
            return reader.apply(params);
        } catch (IllegalArgumentException e) {
            throw ProtocolException.invalidParams(
                    Objects.requireNonNullElse(e.getMessage(), "the parameters are wrong"));
        }
    }

    private static ProtocolException invalidRequest(String message) {
        return new ProtocolException(new JsonRpcError(JsonRpcError.INVALID_REQUEST, message));
    }

    private static Answer failure(RequestId id, JsonRpcError error) {
        return new Answer.Reply(new JsonRpcFailure(Optional.of(id), error));
    }
}
