// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.HttpSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of the engine. Every request is a virtual thread; a few platform threads accept connections and watch
 * them. Start and stop it once, from one thread.
 */
public final class HttpServer {

    static final String MCP = "/mcp";
    private static final String NAMED = "/{" + Doors.NAME + "}";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int PLATFORM_THREADS = 8;
    private static final long MOST_POOLED_BYTES = 8L << 20;
    private static final int LARGEST_HEADER = 16 * 1024;
    private static final int COMMON_HEADER = 2 * 1024;
    private static final int OUTPUT_BUFFER = 32 * 1024;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration LONGEST_ROUND = Duration.ofMillis(250);

    private final HttpSettings settings;
    private final HttpLimits limits;
    private final HttpParts parts;
    private final RequestGuard guard;
    private final InFlight requests;
    private final InFlight listeners;
    private final Patrol patrol;
    private final Connections connections;
    private final SseEndpoint sse;
    private final McpEndpoint mcp;
    private final RequestBody bodies;
    private final Javalin javalin;
    private int wantedPort;

    /**
     * Puts the server together; nothing is opened yet.
     *
     * @throws CasysException of category CONFIGURATION if two routes claim the same requests
     */
    public HttpServer(HttpSettings settings, HttpParts parts) {
        this(settings, parts, HttpLimits.DEFAULTS);
    }

    HttpServer(HttpSettings settings, HttpParts parts, HttpLimits limits) {
        this(
                settings,
                parts,
                new Doors(
                        Door.of(parts.gateway()),
                        name -> parts.virtualServers().apply(name).map(Door::of)),
                limits);
    }

    HttpServer(HttpSettings settings, HttpParts parts, Doors doors, HttpLimits limits) {
        this.settings = settings;
        this.parts = parts;
        this.limits = limits;
        this.requests = new InFlight(limits.requestsPerCaller(), limits.requests());
        this.listeners = new InFlight(limits.streamsPerCaller(), limits.streams());
        this.patrol = new Patrol(round(limits.heartbeat()));
        this.connections = new Connections(limits);
        this.bodies = new RequestBody(settings.maxBodyBytes(), limits.patience(), patrol);
        Responses responses =
                new Responses(patrol, new EventStream.Pace(limits.heartbeat(), limits.patience()), limits.silence());
        this.mcp = new McpEndpoint(doors, parts.gatekeeper(), requests, listeners, bodies, responses);
        this.sse = new SseEndpoint(doors, parts.gatekeeper(), requests, listeners, bodies, responses);
        this.guard = new RequestGuard(new AllowedNames(settings));
        List<Endpoint> endpoints = endpoints();
        this.javalin = Javalin.create(config -> configure(config, endpoints));
    }

    /**
     * Opens the port of the settings.
     *
     * @throws CasysException of category UNAVAILABLE if it cannot be opened
     */
    public void start() {
        start(settings.port());
    }

    /**
     * Opens a port; 0 is any free one.
     *
     * @throws CasysException of category UNAVAILABLE if it cannot be opened
     */
    public void start(int port) {
        wantedPort = port;
        try {
            javalin.start(settings.host(), port);
        } catch (JavalinBindException e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "cannot listen on " + settings.host() + ":" + port
                            + ": the port is taken or not permitted; choose another with --port",
                    e);
        }
        patrol.watch(connections);
        patrol.watch(new SessionTidying(parts.gateway()::tidySessions));
        patrol.watch(new SessionTidying(parts.virtualServers()::tidySessions));
        patrol.start();
        LOG.info("listening on {}:{}", settings.host(), port());
    }

    /** The port that is open. */
    public int port() {
        return javalin.port();
    }

    /**
     * Refuses new requests, lets running ones finish, ends every session and closes the port.
     *
     * @param grace longest wait for running requests
     */
    public void stop(Duration grace) {
        guard.drain();
        try {
            if (!requests.awaitNone(grace)) {
                LOG.warn("requests were still running after {} and are cut off", grace);
            }
            parts.gateway().close();
            parts.virtualServers().endSessions();
            sse.close();
            listeners.awaitNone(LAST_WORDS);
            requests.awaitNone(LAST_WORDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        patrol.close();
        try {
            javalin.stop();
        } catch (JavalinException e) {
            // The port is closed all the same; a connection that did not end within Jetty's grace was cut.
            LOG.warn("a connection was cut: {}", String.valueOf(e.getMessage()));
        }
        LOG.info("stopped listening");
    }

    /** Every route, those of extensions included. */
    List<Endpoint> endpoints() {
        EngineApi engine = new EngineApi(parts.engine(), parts.gatekeeper(), guard);
        ReviewsApi reviews = new ReviewsApi(parts, bodies);
        LearnedApi learned = new LearnedApi(parts);
        ToolsApi tools = new ToolsApi(parts, requests, bodies);
        CapabilitiesApi capabilities = new CapabilitiesApi(parts, bodies);
        PlanApi plans = new PlanApi(parts, requests, bodies);
        FeedbackApi feedback = new FeedbackApi(parts, requests, bodies);
        List<Endpoint> endpoints = new ArrayList<>(List.of(
                new Endpoint(HandlerType.POST, MCP, mcp::post),
                new Endpoint(HandlerType.GET, MCP, mcp::listen),
                new Endpoint(HandlerType.DELETE, MCP, mcp::delete),
                new Endpoint(HandlerType.POST, MCP + NAMED, mcp::post),
                new Endpoint(HandlerType.GET, MCP + NAMED, mcp::listen),
                new Endpoint(HandlerType.DELETE, MCP + NAMED, mcp::delete),
                new Endpoint(HandlerType.GET, SseEndpoint.STREAM, sse::open),
                new Endpoint(HandlerType.GET, SseEndpoint.STREAM + NAMED, sse::open),
                new Endpoint(HandlerType.POST, SseEndpoint.MESSAGES, sse::post),
                new Endpoint(HandlerType.GET, "/", engine::page),
                new Endpoint(HandlerType.GET, "/health/live", engine::live),
                new Endpoint(HandlerType.GET, "/health/ready", engine::ready),
                new Endpoint(HandlerType.GET, "/api/v1/about", engine::about),
                new Endpoint(HandlerType.GET, "/api/v1/status", engine::status),
                new Endpoint(HandlerType.POST, "/api/v1/engine/stop", engine::stop),
                new Endpoint(HandlerType.GET, "/api/v1/tools", tools::list),
                new Endpoint(HandlerType.GET, "/api/v1/tools/{name}", tools::describe),
                new Endpoint(HandlerType.GET, "/api/v1/tools/{name}/diff", reviews::diff),
                new Endpoint(HandlerType.POST, "/api/v1/tools/{name}/approve", reviews::approve),
                new Endpoint(HandlerType.GET, "/api/v1/tool-changes", reviews::changes),
                new Endpoint(HandlerType.GET, "/api/v1/search", tools::search),
                new Endpoint(HandlerType.POST, "/api/v1/plan", plans::plan),
                new Endpoint(HandlerType.POST, "/api/v1/feedback", feedback::say),
                new Endpoint(HandlerType.GET, "/api/v1/learned", learned::export),
                new Endpoint(HandlerType.DELETE, "/api/v1/learned", learned::erase),
                new Endpoint(HandlerType.GET, "/api/v1/graph", learned::graph),
                new Endpoint(HandlerType.GET, "/api/v1/capabilities", capabilities::list),
                new Endpoint(HandlerType.GET, "/api/v1/capabilities/{name}", capabilities::show),
                new Endpoint(HandlerType.POST, "/api/v1/capabilities/{name}/promote", capabilities::promote),
                new Endpoint(HandlerType.POST, "/api/v1/capabilities/{name}/rename", capabilities::rename),
                new Endpoint(HandlerType.POST, "/api/v1/capabilities/{name}/merge", capabilities::merge),
                new Endpoint(HandlerType.POST, "/api/v1/capabilities/{name}/retire", capabilities::retire),
                new Endpoint(HandlerType.POST, "/api/v1/call", tools::call)));
        ExtensionRoutes extensions = new ExtensionRoutes(parts.gatekeeper(), requests, bodies);
        parts.routes().stream().map(extensions::endpoint).forEach(endpoints::add);
        OpenApi description = new OpenApi(parts.engine().about(), parts.routes());
        endpoints.add(new Endpoint(HandlerType.GET, "/api/v1/openapi.json", description::handle));
        requireDistinct(endpoints);
        return endpoints;
    }

    private static Duration round(Duration heartbeat) {
        Duration half = heartbeat.dividedBy(2);
        return half.compareTo(LONGEST_ROUND) < 0 ? half : LONGEST_ROUND;
    }

    private static void requireDistinct(List<Endpoint> endpoints) {
        Set<String> keys = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (!keys.add(endpoint.key())) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "two routes claim " + endpoint.method().name() + " " + endpoint.path()
                                + "; remove one of the extensions");
            }
        }
    }

    private void configure(JavalinConfig config, List<Endpoint> endpoints) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.jetty.threadPool = threadPool();
        config.jetty.modifyServer(HttpServer::configure);
        config.jetty.modifyServletContextHandler(handler -> handler.setSessionHandler(new NoSessions()));
        config.jetty.modifyHttpConfiguration(HttpServer::configure);
        config.jetty.addConnector(this::connector);
        Problems problems = new Problems(new UnreadBody(2L * settings.maxBodyBytes(), limits.patience(), patrol));
        // Javalin answers its own kind of exception itself unless that very class is named.
        config.routes.exception(HttpResponseException.class, (failure, context) -> problems.write(context, failure));
        config.routes.exception(Exception.class, (failure, context) -> problems.write(context, failure));
        config.routes.before(guard::check);
        endpoints.forEach(
                endpoint -> config.routes.addHttpHandler(endpoint.method(), endpoint.path(), endpoint.handler()));
    }

    /** Platform threads only accept and select; whatever may block runs on virtual threads. */
    private static QueuedThreadPool threadPool() {
        QueuedThreadPool pool = new QueuedThreadPool(PLATFORM_THREADS, 2);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http").factory()));
        return pool;
    }

    private static void configure(Server server) {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        errors.setShowMessageInTitle(false);
        server.setErrorHandler(errors);
        // Javalin puts a handler there that counts what nobody asks for.
        server.setHandler((Handler) null);
        server.setStopTimeout(LAST_WORDS.toMillis());
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(LARGEST_HEADER);
        // The table of headers seen before costs a connection some hundred bytes for every character in it.
        http.setHeaderCacheSize(0);
        http.setResponseHeaderSize(COMMON_HEADER);
        http.setMaxResponseHeaderSize(LARGEST_HEADER);
        http.setOutputBufferSize(OUTPUT_BUFFER);
        // Whoever answers writes whole messages. A buffer to collect small ones in would be kept by each open stream.
        http.setOutputAggregationSize(0);
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        // Left alone the pool keeps what a burst of clients needed once: of the heap, and as much again beside it.
        ByteBufferPool buffers = new ArrayByteBufferPool(-1, -1, -1, -1, MOST_POOLED_BYTES, MOST_POOLED_BYTES);
        ServerConnector connector =
                new ServerConnector(server, null, null, buffers, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(wantedPort);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(512);
        connector.addBean(connections);
        return connector;
    }
}
