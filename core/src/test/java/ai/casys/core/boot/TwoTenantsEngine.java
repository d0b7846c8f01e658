// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.About;
import ai.casys.core.api.Audience;
import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.core.api.RunListener;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.call.Servers;
import ai.casys.core.call.ToolCaller;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.review.FakeReviewRecords;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.plan.Planner;
import ai.casys.core.discovery.plan.RunHistory;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.GatewayOptions;
import ai.casys.core.gateway.GatewayParts;
import ai.casys.core.gateway.LogWishes;
import ai.casys.core.gateway.TestParts;
import ai.casys.core.http.EngineView;
import ai.casys.core.http.FakeLearnedData;
import ai.casys.core.http.HttpParts;
import ai.casys.core.http.HttpServer;
import ai.casys.core.identity.Credentials;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.core.settings.CatalogSettings;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.HttpSettings;
import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.core.upstream.BaseEnvironment;
import ai.casys.core.upstream.CredentialSource;
import ai.casys.core.upstream.UpstreamListener;
import ai.casys.core.upstream.UpstreamServers;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.ServerFacts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The engine's parts with callers told apart by their bearer tokens, over one real process that says nothing of whom it
 * speaks about ("d"), and one server in this process whose tasks have guessable ids ("jobs").
 */
final class TwoTenantsEngine implements AutoCloseable {

    private static final List<String> TOOLS = List.of("echo", "progress", "ask", "ask-later", "say");

    private final Hearsay hearsay = new Hearsay();
    private final Catalog catalog = new Catalog();
    private final ToolSearch search = ToolSearch.over(catalog);
    private final Jobs jobs = new Jobs();
    private final UpstreamServers upstream;
    private final Gateway gateway;
    private final HttpServer http;

    TwoTenantsEngine(Path home, Map<String, Caller> callersByToken) {
        Implementation self = new Implementation("casys", "1");
        upstream = new UpstreamServers(
                new UpstreamSettings(Duration.ofSeconds(60), Duration.ofSeconds(30), 1 << 20, 64),
                home,
                BaseEnvironment.from(System.getenv()),
                self,
                new Listener(),
                hearsay,
                CredentialSource.CONFIGURED,
                InstantSource.system());
        ToolCaller caller = new ToolCaller(
                catalog::snapshot,
                server -> server.equals("jobs") ? jobs::call : upstream::call,
                RunListener.NONE,
                InstantSource.system());
        GatewayParts bare = TestParts.of(catalog, search, caller::call, new WithJobs(), InstantSource.system());
        gateway = new Gateway(
                new GatewayOptions(
                        self,
                        new Exposure.All(),
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(60),
                        GatewayOptions.MOST_SESSIONS_PER_CALLER),
                bare.with(new LogWishes(upstream::logLevel).of("")));
        hearsay.add(gateway);
        catalog.replaceServer(
                "jobs",
                List.of(Tool.parse(RawJson.parse("{\"name\":\"run\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"execution\":{\"taskSupport\":\"optional\"}}"))));
        upstream.reconcile(Map.of("d", speakingForNobody()));
        http = new HttpServer(
                new HttpSettings(
                        "127.0.0.1", 0, Optional.empty(), Set.of(), Set.of(), 1 << 20, Duration.ofMinutes(60), true),
                new HttpParts(
                        gateway,
                        _ -> Optional.empty(),
                        new ByToken(callersByToken),
                        catalog,
                        search,
                        new Planner(search, RunHistory.NONE),
                        caller::call,
                        new ToolReviews(
                                catalog, new ToolGuard(CatalogSettings.DEFAULTS, Set.of()), new FakeReviewRecords()),
                        Duration.ofSeconds(30),
                        new FakeLearnedData(),
                        new EngineView(
                                new About("t", "1", "AGPL-3.0-only", URI.create("https://source.example/casys")),
                                () -> true,
                                () -> {
                                    throw new CasysException(ErrorCategory.UNAVAILABLE, "no status here");
                                },
                                () -> {}),
                        List.of()));
        http.start(0);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.port() + "/mcp");
    }

    boolean isReady() {
        return catalog.snapshot().tools().size() > TOOLS.size();
    }

    @Override
    public void close() {
        http.stop(Duration.ofSeconds(2));
        upstream.close();
        search.close();
    }

    private static ServerDefinition speakingForNobody() {
        return new ServerDefinition.Stdio(
                "d",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "ai.casys.core.upstream.DoubleServer",
                        "features=on"),
                Map.of(),
                Optional.empty());
    }

    private record ByToken(Map<String, Caller> callers) implements Gatekeeper {

        @Override
        public Caller admit(Credentials credentials) {
            return credentials
                    .authorization()
                    .map(header -> callers.get(header.substring("Bearer ".length())))
                    .orElseThrow(() -> new CasysException(ErrorCategory.NOT_AUTHENTICATED, "who are you?"));
        }

        @Override
        public Caller admitOperator(Credentials credentials) {
            throw new CasysException(ErrorCategory.NOT_PERMITTED, "nobody operates this");
        }
    }

    private final class Listener implements UpstreamListener {

        @Override
        public void serverReady(String server, ServerFacts facts, List<Tool> tools) {
            catalog.replaceServer(
                    server,
                    TOOLS.stream()
                            .map(name -> Tool.parse(
                                    RawJson.parse("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}")))
                            .toList());
        }

        @Override
        public void toolsChanged(String server, List<Tool> tools) {}

        @Override
        public void serverDown(String server, String reason) {}

        @Override
        public void serverRemoved(String server) {}

        @Override
        public void notified(String server, JsonRpcNotification notification, Audience audience) {
            hearsay.notified(server, notification, audience);
        }
    }

    /** Tasks that are over at once, under ids that anybody can guess. */
    private static final class Jobs {

        private final Map<String, String> results = new ConcurrentHashMap<>();
        private final AtomicInteger last = new AtomicInteger();

        RawJson call(String server, String tool, RawJson arguments, CallContext context) {
            String result = "{\"content\":[{\"type\":\"text\",\"text\":"
                    + arguments.tree().path("text") + "}]}";
            if (!context.params().tree().path("task").isObject()) {
                return RawJson.parse(result);
            }
            String id = "job-" + last.incrementAndGet();
            results.put(id, result);
            return RawJson.parse("{\"task\":" + state(id, "working") + "}");
        }

        RawJson request(String method, RawJson params) {
            String id = params.tree().path("taskId").asString("");
            String result = Optional.ofNullable(results.get(id))
                    .orElseThrow(() -> new UpstreamErrorException("jobs", new JsonRpcError(-32602, "no task " + id)));
            return RawJson.parse(
                    switch (method) {
                        case "tasks/get" -> state(id, "completed");
                        case "tasks/cancel" -> state(id, "cancelled");
                        case "tasks/result" -> result;
                        default -> throw new UpstreamErrorException("jobs", new JsonRpcError(-32601, method));
                    });
        }

        private static String state(String id, String status) {
            return "{\"taskId\":\"" + id + "\",\"status\":\"" + status + "\",\"createdAt\":\"2026-01-01T00:00:00Z\","
                    + "\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\",\"ttl\":60000,\"pollInterval\":100}";
        }
    }

    private final class WithJobs implements Servers {

        private final Servers real = new UpstreamFeatures(upstream);

        @Override
        public List<String> having(String capability) {
            return Stream.concat(
                            real.having(capability).stream(),
                            capability.equals("tasks") ? Stream.of("jobs") : Stream.empty())
                    .toList();
        }

        @Override
        public Optional<Era> era(String server) {
            return server.equals("jobs") ? Optional.of(Era.LEGACY) : real.era(server);
        }

        @Override
        public List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller) {
            return real.list(server, kind, limit, caller);
        }

        @Override
        public RawJson request(String server, String method, RawJson params, CallContext context) {
            return server.equals("jobs") ? jobs.request(method, params) : real.request(server, method, params, context);
        }

        @Override
        public void subscribe(String server, String uri, CallContext context) {
            real.subscribe(server, uri, context);
        }

        @Override
        public void unsubscribe(String server, String uri) {
            real.unsubscribe(server, uri);
        }

        @Override
        public void rootsChanged(Owner user) {
            real.rootsChanged(user);
        }
    }
}
