// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.About;
import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.EngineStatus;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.review.FakeReviewRecords;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.plan.Planner;
import ai.casys.core.discovery.plan.RunHistory;
import ai.casys.core.gateway.FakeServers;
import ai.casys.core.gateway.FakeTools;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.GatewayOptions;
import ai.casys.core.gateway.TestParts;
import ai.casys.core.identity.LocalGatekeeper;
import ai.casys.core.settings.CatalogSettings;
import ai.casys.core.settings.Exposure;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.RouteResponse;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real server and gateway over servers that answer, report progress, ask, dawdle and fail, with limits so short that
 * whatever a client leaves behind is gone in seconds.
 */
public final class FuzzTarget implements AutoCloseable {

    /** How many requests are let in at a time. */
    public static final int REQUESTS_PER_CALLER = 256;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SESSION_IDLE = Duration.ofSeconds(5);
    private static final int LARGEST_BODY = 64 * 1024;
    private static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofMillis(1_500),
            Duration.ofMillis(300),
            Duration.ofMillis(800),
            Duration.ofMillis(600),
            REQUESTS_PER_CALLER,
            4_096,
            256,
            4_096,
            20_000);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("fuzz-timer").factory());
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final AtomicInteger held = new AtomicInteger();
    private final ToolSearch search;
    private final Gateway gateway;
    private final HttpServer server;

    public FuzzTarget() {
        ToolGuard guard = new ToolGuard(CatalogSettings.DEFAULTS, Set.of());
        Catalog catalog =
                new Catalog(tool -> guard.pin(tool.key()).isEmpty() ? Set.of() : guard.reasonsToWithhold(tool));
        FakeTools tools = tools(catalog);
        search = ToolSearch.over(catalog);
        gateway = new Gateway(
                new GatewayOptions(
                        new Implementation("casys", "1.2.3"),
                        new Exposure.All(),
                        Optional.empty(),
                        CALL_TIMEOUT,
                        SESSION_IDLE,
                        512),
                TestParts.of(catalog, search, tools, servers(), InstantSource.system(), Duration.ofSeconds(5)));
        EngineView engine = new EngineView(
                new About("Casys Intelligence", "1.2.3", "AGPL-3.0-only", URI.create("https://source.example/casys")),
                () -> true,
                () -> new EngineStatus("1.2.3", "local", Instant.EPOCH, true, 1, 0, List.of(), List.of(), List.of()),
                () -> {});
        HttpParts parts = new HttpParts(
                gateway,
                _ -> Optional.empty(),
                new LocalGatekeeper("token", false),
                catalog,
                search,
                new Planner(search, RunHistory.NONE),
                tools,
                new ToolReviews(catalog, guard, new FakeReviewRecords()),
                CALL_TIMEOUT,
                new FakeLearnedData(),
                engine,
                List.of(new Route(
                        "POST",
                        "/api/v1/extension/{id}",
                        Set.of(),
                        request -> RouteResponse.json(
                                200, "{\"size\":" + request.body().bytes().length + "}"))));
        Door door = Door.of(gateway);
        server = new HttpServer(
                TestServer.settings(LARGEST_BODY, false),
                parts,
                new Doors(door, name -> Optional.of(door).filter(_ -> name.equals("named"))),
                LIMITS);
        server.start(0);
    }

    /** The port that is open, on the loopback address. */
    public int port() {
        return server.port();
    }

    /** Sessions that are open now, after a look for those that nobody uses any more. */
    public int sessions() {
        gateway.tidySessions();
        return gateway.sessionCount();
    }

    /** From now on the tool {@code files:held} waits. */
    public void holdCalls() {
        gate = new CountDownLatch(1);
    }

    /** How many calls wait there. */
    public int heldCalls() {
        return held.get();
    }

    /** Ends the waiting. */
    public void releaseCalls() {
        gate.countDown();
    }

    @Override
    public void close() {
        releaseCalls();
        server.stop(Duration.ofSeconds(2));
        search.close();
        timer.shutdownNow();
    }

    private FakeTools tools(Catalog catalog) {
        return new FakeTools(catalog)
                .server("files", "echo", "steps", "question", "sample", "slow", "fails", "refuses", "inquires", "held")
                .doing("files:steps", FuzzTarget::steps)
                .doing(
                        "files:question",
                        (arguments, context) -> asked(
                                context,
                                "elicitation/create",
                                "{\"mode\":\"form\",\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}"))
                .doing(
                        "files:sample",
                        (arguments, context) ->
                                asked(context, "sampling/createMessage", "{\"messages\":[],\"maxTokens\":10}"))
                .doing("files:slow", (arguments, context) -> slow(context))
                .doing("files:fails", (arguments, context) -> {
                    throw new CasysException(
                            ErrorCategory.UPSTREAM_FAILED, "the server \"files\" ended during the call");
                })
                .doing("files:refuses", (arguments, context) -> {
                    throw new JsonRpcException(
                            new JsonRpcError(-31_999, "refused", Optional.of(raw("{\"why\":[1.50]}"))));
                })
                .doing("files:inquires", FuzzTarget::inquires)
                .doing("files:held", (arguments, context) -> waiting());
    }

    private static FakeServers servers() {
        return new FakeServers()
                .lists("files", ListKind.PROMPTS, "{\"name\":\"greet\",\"arguments\":[{\"name\":\"who\"}]}")
                .lists("files", ListKind.RESOURCES, "{\"uri\":\"file:///a\",\"name\":\"a\"}")
                .lists("files", ListKind.RESOURCE_TEMPLATES, "{\"uriTemplate\":\"file:///{+path}\",\"name\":\"t\"}")
                .doing(
                        "files",
                        "resources/read",
                        (params, context) -> raw("{\"contents\":[{\"uri\":\"file:///a\",\"text\":\"hi\"}]}"))
                .doing("files", "prompts/get", (params, context) -> raw("{\"messages\":[]}"))
                .doing(
                        "files",
                        "completion/complete",
                        (params, context) -> raw("{\"completion\":{\"values\":[\"you\"]}}"));
    }

    private static RawJson steps(RawJson arguments, CallContext context) {
        for (int step = 1; step <= 3; step++) {
            context.progress().progressed(step, Optional.of(3.0), Optional.of("step"));
            context.client()
                    .tell(
                            "notifications/message",
                            Optional.of(raw("{\"level\":\"info\",\"data\":{\"step\":" + step + "}}")));
        }
        return raw("{\"content\":[],\"steps\":3}");
    }

    /** Asks as a connection to a server does: until the deadline of the call, or until it is taken back. */
    private RawJson asked(CallContext context, String method, String params) {
        Cancellation withdrawal = new Cancellation();
        var late = timer.schedule(withdrawal::cancel, context.remaining().toMillis(), TimeUnit.MILLISECONDS);
        try (Cancellation.Registration _ = context.cancellation().onCancel(withdrawal::cancel)) {
            return raw("{\"content\":[],\"answer\":"
                    + context.client().ask(method, Optional.of(raw(params)), withdrawal) + "}");
        } finally {
            late.cancel(false);
        }
    }

    private static RawJson slow(CallContext context) {
        CountDownLatch taken = new CountDownLatch(1);
        try (Cancellation.Registration _ = context.cancellation().onCancel(taken::countDown)) {
            boolean cancelled = taken.await(1_200, TimeUnit.MILLISECONDS);
            return raw("{\"content\":[],\"cancelled\":" + cancelled + "}");
        } catch (InterruptedException e) {
            throw new CasysException(ErrorCategory.CANCELLED, "the call was interrupted", e);
        }
    }

    private static RawJson inquires(RawJson arguments, CallContext context) {
        if (!context.client().takesInputRequests()
                || context.params().toString().contains("inputResponses")) {
            return raw("{\"resultType\":\"complete\",\"content\":[]}");
        }
        return raw("{\"resultType\":\"input_required\",\"inputRequests\":{\"where\":{\"method\":\"roots/list\"}},"
                + "\"requestState\":\"of the server\"}");
    }

    private RawJson waiting() {
        held.incrementAndGet();
        try {
            boolean released = gate.await(30, TimeUnit.SECONDS);
            return raw("{\"content\":[],\"released\":" + released + "}");
        } catch (InterruptedException e) {
            throw new CasysException(ErrorCategory.CANCELLED, "the call was interrupted", e);
        } finally {
            held.decrementAndGet();
        }
    }

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }
}
