// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Audience;
import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.CancelledParams;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.InitializeParams;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an MCP client sees, free of any transport. The way of a request:
 *
 * <ol>
 *   <li>which era is it of ({@link #era})
 *   <li>legacy: {@code initialize} agrees on a revision and opens a session; everything else but {@code ping} needs that
 *       session, and is noted in it, so that {@code notifications/cancelled} can withdraw it
 *   <li>modern: the request itself says what its client can do
 *   <li>what only one era has is answered here ({@link LegacyMethods}, discovery and listening); a modern request that
 *       may need input goes through {@link RoundTrips}; everything else is carried out by {@link Requests}
 *   <li>the outcome becomes a result or an error, or nothing if it was withdrawn meanwhile
 * </ol>
 *
 * Safe for any number of threads; a request stays on the thread that brought it and blocks it until it is done.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int PAGE_SIZE = 500;

    private final GatewayParts parts;
    private final GatewayOptions options;
    private final ToolListing listing;
    private final ToolListChanges toolLists;
    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Announcements announcements;
    private final Requests requests;
    private final LegacyMethods legacy;
    private final Listening listening;
    private final RoundTrips roundTrips;
    private final Tasks tasks;
    private final OfferFinder offers;
    private volatile Face face;

    /** What is shown, to whom, and how it is introduced; replaced as a whole. */
    private record Face(Selection selection, Exposures exposures, Handshake handshake, ModernResults modernResults) {

        static Face of(GatewayOptions options, GatewayView view) {
            Handshake handshake = new Handshake(options, view.virtualServer());
            return new Face(
                    new Selection(view.virtualServer()),
                    Exposures.of(options.exposure(), view),
                    handshake,
                    new ModernResults(RawJson.of(handshake.self())));
        }

        boolean offersTheSame(Face other) {
            return offer().equals(other.offer());
        }

        private List<Object> offer() {
            return selection.virtualServer().stream()
                    .flatMap(view -> Stream.<Object>of(view.servers(), view.prompts(), view.resources()))
                    .toList();
        }
    }

    /** A gateway that shows everything to everybody. */
    public Gateway(GatewayOptions options, GatewayParts parts) {
        this(options, parts, GatewayView.EVERYTHING);
    }

    /** A gateway to some servers; the caller tells it of changes by {@link #toolsChanged} and {@link #notified}. */
    public Gateway(GatewayOptions options, GatewayParts parts, GatewayView view) {
        this.parts = parts;
        this.options = options;
        this.face = Face.of(options, view);
        Supplier<Selection> selection = () -> face.selection();
        Supplier<ToolView> tooling = () -> face.selection().at(parts.catalog().snapshot());
        Addresses addresses = new Addresses(options.plainServer());
        ResultRewriting rewriting = new ResultRewriting(addresses);
        String place = view.virtualServer().map(VirtualServer::name).orElse("");
        TaskIds taskIds = new TaskIds(place, parts.keyset().signer());
        TaskOwners taskOwners = new TaskOwners();
        ToolCalls bridged = new TaskCalls(
                new RewrittenCalls(parts.tools(), parts.catalog(), rewriting),
                parts.catalog(),
                parts.servers(),
                taskIds,
                taskOwners,
                rewriting);
        ToolCalls tools = new SelectedCalls(bridged, tooling);
        this.tasks = new Tasks(parts.servers(), taskIds, taskOwners, rewriting, parts.parkedFor());
        this.offers = new OfferFinder(
                new Offerings(
                        parts.servers(),
                        addresses,
                        (kind, server) -> selection.get().offers(kind, server)),
                parts.search().offers());
        List<MetaTool> metaTools = new ArrayList<>();
        if (!(options.exposure() instanceof Exposure.Plain)) {
            metaTools.add(
                    new SearchTools(new ToolFinder(parts.search(), offers, parts.runs(), parts.clock()), tooling));
            metaTools.add(new CallTool(tooling, tools));
        }
        List<RawJson> definitions = metaTools.stream().map(MetaTool::definition).toList();
        this.listing = new ToolListing(options.plainServer(), definitions, PAGE_SIZE, tooling, rewriting);
        this.toolLists = new ToolListChanges(listing, face.exposures());
        this.sessions = new Sessions(options.sessionIdle(), options.mostSessionsPerCaller(), parts.clock());
        this.subscriptions = new Subscriptions(parts.servers(), addresses, selection);
        this.announcements = new Announcements(sessions, subscriptions, parts.logLevel(), selection);
        this.requests = new Requests(
                options,
                listing,
                metaTools,
                tools,
                parts.servers(),
                addresses,
                selection,
                () -> face.exposures(),
                parts.clock());
        this.legacy = new LegacyMethods(subscriptions, announcements);
        this.listening = new Listening(subscriptions, announcements, tasks, this::context);
        this.roundTrips = new RoundTrips(
                parts.parking(),
                new RequestStates(place, parts.keyset().sealer(), parts.parkedFor(), parts.clock()),
                options.callTimeout());
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

    /** Ends the sessions that have not been used for too long; to be called now and then. */
    public void tidySessions() {
        sessions.tidy();
    }

    /** A tool by the name under which a client calls it; empty for meta-tools. */
    public Optional<Tool> tool(String name) {
        return listing.tool(name);
    }

    /** Finds the prompts and resources that exist here. */
    public OfferFinder offers() {
        return offers;
    }

    /** Sessions that are open now. */
    public int sessionCount() {
        return sessions.count();
    }

    /** Tells those clients whose tool list is another one now. */
    public void toolsChanged() {
        announcements.listChanged(McpMethods.TOOLS_LIST_CHANGED, toolLists.since(face.exposures()));
    }

    /**
     * Shows another part from now on, and tells the clients whose lists change. To be called by one thread at a time.
     *
     * @param view of the same virtual server, or of everything if this gateway shows everything
     */
    public void show(GatewayView view) {
        Face before = face;
        Face after = Face.of(options, view);
        face = after;
        toolsChanged();
        if (!before.offersTheSame(after)) {
            announcements.listChanged(McpMethods.PROMPTS_LIST_CHANGED);
            announcements.listChanged(McpMethods.RESOURCES_LIST_CHANGED);
        }
    }

    /** The tools that can be called here now. */
    public int toolCount() {
        return face.selection().at(parts.catalog().snapshot()).tools().size();
    }

    /** What of the view's settings has no effect now; sentences for a person. */
    public List<String> problems() {
        return face.selection().at(parts.catalog().snapshot()).problems();
    }

    /**
     * A server said something that concerns clients; returns quickly.
     *
     * @param audience whom it concerns
     */
    public void notified(String server, JsonRpcNotification notification, Audience audience) {
        announcements.notified(server, notification, audience);
    }

    /** Whose sessions and streams are open here. */
    public Set<Owner> users() {
        return announcements.users();
    }

    /** The client of this user to ask what a server asks outside of any call: the one that spoke last and has roots. */
    public Optional<ClientLink> standingClient(Owner user) {
        return sessions.latestWithRoots(user).map(session -> new SessionLink(session, session::notifyClient));
    }

    /** Ends every session and every stream. */
    @Override
    public void close() {
        announcements.closeAll();
        tasks.close();
        sessions.endAll();
    }

    /** Handles one message; returns when it is done. Never throws for anything a client can send. */
    public Answer handle(Inbound inbound, ClientStream stream) {
        return switch (inbound.message()) {
            case JsonRpcRequest request -> answer(request, inbound, stream);
            case JsonRpcNotification notification -> hear(notification, inbound);
            case JsonRpcResult _, JsonRpcFailure _ -> {
                inbound.session()
                        .ifPresent(session -> session.conversation().questions().answered(inbound.message()));
                yield new Answer.Silence();
            }
        };
    }

    private Answer answer(JsonRpcRequest request, Inbound inbound, ClientStream stream) {
        try {
            Optional<String> claimed = Versions.claimed(request, inbound.declaredVersion());
            return switch (Versions.era(claimed)) {
                case MODERN -> answerModern(request, claimed.orElseThrow(), inbound, stream);
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
            ClientRequest own = new ClientRequest(
                    inbound.caller(),
                    Optional.of(session.client().name()),
                    inbound.correlationId(),
                    Era.LEGACY,
                    request.method(),
                    params,
                    cancellation,
                    ProgressReport.wantedBy(params, stream),
                    new SessionLink(session, stream));
            RawJson result = legacy.perform(session, own, context(own))
                    .or(() -> tasks.ofSession(own, context(own)))
                    .orElseGet(() -> requests.perform(own));
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
        InitializeParams client = Requests.read(params, InitializeParams::parse);
        ProtocolVersion version = Versions.negotiate(client.protocolVersion());
        Session session = sessions.open(caller, version, client.clientInfo(), client.capabilities());
        legacy.opened(session);
        return new Answer.Opened(session, new JsonRpcResult(id, face.handshake().result(version)));
    }

    private Answer answerModern(JsonRpcRequest request, String claimed, Inbound inbound, ClientStream stream) {
        if (ProtocolVersion.of(claimed).isEmpty()) {
            throw new ProtocolException(Versions.unsupported(claimed));
        }
        RawJson params = params(request);
        ModernMeta meta = ModernMeta.of(params);
        meta.logLevel().ifPresent(announcements::logWanted);
        Outlet outlet = new Outlet();
        outlet.attach(meta, stream);
        ClientRequest own = new ClientRequest(
                inbound.caller(),
                meta.client(),
                inbound.correlationId(),
                Era.MODERN,
                request.method(),
                params,
                inbound.withdrawal(),
                ProgressReport.wantedBy(meta.progressToken(), stream),
                new RequestLink(ClientRequest.withoutSession(inbound.caller()), meta, outlet, new Lacking()));
        RawJson result = switch (request.method()) {
            case McpMethods.DISCOVER -> face.handshake().discovered();
            case McpMethods.SUBSCRIPTIONS_LISTEN -> listening.listen(request.id(), own, meta.capabilities(), stream);
            case McpMethods.TOOLS_CALL, McpMethods.PROMPTS_GET, McpMethods.RESOURCES_READ ->
                roundTrips.run(own, meta, stream, requests::perform);
            case McpMethods.TASKS_GET, McpMethods.TASKS_UPDATE, McpMethods.TASKS_CANCEL ->
                tasks.stateless(own, meta.capabilities(), context(own));
            default -> requests.perform(own);
        };
        return inbound.withdrawal().isCancelled()
                ? new Answer.Silence()
                : new Answer.Reply(
                        new JsonRpcResult(request.id(), face.modernResults().of(request.method(), result)));
    }

    private Answer hear(JsonRpcNotification notification, Inbound inbound) {
        switch (notification.method()) {
            case McpMethods.CANCELLED -> inbound.session().ifPresent(session -> cancel(session, notification));
            case McpMethods.ROOTS_LIST_CHANGED ->
                parts.servers().rootsChanged(inbound.caller().owner());
            // "notifications/initialized" opens nothing that is not open already; others are not for this server.
            default -> LOG.debug("a client sends {}, which nobody waits for", notification.method());
        }
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

    private CallContext context(ClientRequest request) {
        return request.context(parts.clock().instant().plus(options.callTimeout()));
    }

    private static RawJson params(JsonRpcRequest request) {
        RawJson params = request.params().orElse(RawJson.EMPTY_OBJECT);
        if (!params.isObject()) {
            throw ProtocolException.invalidParams("\"params\" must be an object");
        }
        return params;
    }

    private static ProtocolException invalidRequest(String message) {
        return new ProtocolException(new JsonRpcError(JsonRpcError.INVALID_REQUEST, message));
    }

    private static Answer failure(RequestId id, JsonRpcError error) {
        return new Answer.Reply(new JsonRpcFailure(Optional.of(id), error));
    }
}
