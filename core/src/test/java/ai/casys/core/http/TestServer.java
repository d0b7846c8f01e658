// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.About;
import ai.casys.core.api.EngineStatus;
import ai.casys.core.api.ServerSummary;
import ai.casys.core.api.VirtualServerSummary;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.review.FakeReviewRecords;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.plan.Planner;
import ai.casys.core.discovery.plan.RunHistory;
import ai.casys.core.gateway.CompletedCalls;
import ai.casys.core.gateway.FakeServers;
import ai.casys.core.gateway.FakeTools;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.GatewayOptions;
import ai.casys.core.gateway.GatewayParts;
import ai.casys.core.gateway.TestParts;
import ai.casys.core.identity.LocalGatekeeper;
import ai.casys.core.settings.CatalogSettings;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.HttpSettings;
import ai.casys.core.spi.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The real server on a free port of the loopback address, over invented tools. */
final class TestServer implements AutoCloseable {

    static final String TOKEN = "test-token";

    final ToolGuard guard = new ToolGuard(CatalogSettings.DEFAULTS, Set.of());
    final FakeReviewRecords records = new FakeReviewRecords();
    // A server that no test has sighted is offered as it is.
    final Catalog catalog =
            new Catalog(tool -> guard.pin(tool.key()).isEmpty() ? Set.of() : guard.reasonsToWithhold(tool));
    final FakeLearnedData learned = new FakeLearnedData();
    final FakeTools tools = new FakeTools(catalog).server("files", "read_file", "write_file");
    final FakeServers servers = new FakeServers();
    final ToolSearch search = ToolSearch.over(catalog);
    final AtomicBoolean ready = new AtomicBoolean(true);
    final CountDownLatch stopAsked = new CountDownLatch(1);
    final Gateway gateway;
    final HttpParts parts;
    final HttpServer server;
    final HttpClient client = HttpClient.newHttpClient();

    TestServer() {
        this(settings(1 << 20, false), HttpLimits.DEFAULTS, List.of());
    }

    TestServer(HttpSettings settings, HttpLimits timing, List<Route> routes) {
        this(settings, timing, routes, new Exposure.Meta());
    }

    TestServer(HttpSettings settings, HttpLimits timing, List<Route> routes, Exposure exposure) {
        this(settings, timing, routes, exposure, Optional.empty());
    }

    /** A server that waits for nobody for long and takes bodies of so many bytes. */
    static TestServer brief(int maxBodyBytes) {
        return new TestServer(
                settings(maxBodyBytes, false),
                HttpLimits.DEFAULTS.with(Duration.ofMillis(700), Duration.ofMillis(200)),
                List.of());
    }

    /** A server whose MCP endpoint, and the virtual server "named", lead to that door. */
    TestServer(Door door, HttpLimits limits) {
        this(settings(1 << 20, false), limits, List.of(), new Exposure.Meta(), Optional.of(door));
    }

    private TestServer(
            HttpSettings settings, HttpLimits timing, List<Route> routes, Exposure exposure, Optional<Door> door) {
        GatewayParts behind = TestParts.of(catalog, search, tools, servers, InstantSource.system());
        gateway = new Gateway(
                TestParts.options(exposure, Optional.empty(), GatewayOptions.MOST_SESSIONS_PER_CALLER), behind);
        EngineView engine = new EngineView(
                new About("Casys Intelligence", "1.2.3", "AGPL-3.0-only", URI.create("https://source.example/casys")),
                ready::get,
                () -> new EngineStatus(
                        "1.2.3",
                        "local",
                        Instant.EPOCH,
                        ready.get(),
                        2,
                        0,
                        List.of("the configuration file is not in use"),
                        List.of(new VirtualServerSummary("notes", "/mcp/notes", 1, 0)),
                        List.of(new ServerSummary(
                                "files",
                                "ready",
                                true,
                                2,
                                Optional.of(Instant.EPOCH),
                                Optional.of("2025-11-25"),
                                0,
                                Optional.empty(),
                                Optional.of("files.log")))),
                stopAsked::countDown);
        parts = new HttpParts(
                gateway,
                _ -> Optional.empty(),
                new LocalGatekeeper(TOKEN, settings.requireToken()),
                catalog,
                search,
                new Planner(search, RunHistory.NONE),
                new CompletedCalls(behind),
                new ToolReviews(catalog, guard, records),
                Duration.ofSeconds(30),
                learned,
                engine,
                routes);
        Door standard = door.orElseGet(() -> Door.of(gateway));
        Doors doors = new Doors(standard, name -> Optional.of(standard).filter(_ -> name.equals("named")));
        server = new HttpServer(settings, parts, doors, timing);
        server.start(0);
    }

    static HttpSettings settings(int maxBodyBytes, boolean requireToken) {
        return new HttpSettings(
                "127.0.0.1",
                0,
                Optional.of(URI.create("https://casys.example")),
                Set.of("https://app.example"),
                Set.of("gateway.internal"),
                maxBodyBytes,
                Duration.ofMinutes(60),
                requireToken);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .setHeader("Content-Type", "application/json"),
                headers);
    }

    /** A POST to {@code /mcp} with the headers that every message needs. */
    HttpResponse<String> mcp(String json, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("/mcp"))
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .setHeader("Content-Type", "application/json")
                        .setHeader("Accept", "application/json, text/event-stream"),
                headers);
    }

    /** Opens a session and returns its id. */
    String open(String version) throws IOException, InterruptedException {
        return mcp("{\"jsonrpc\":\"2.0\",\"id\":\"open\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                        + version + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}")
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        for (int index = 0; index < headers.length; index += 2) {
            request.setHeader(headers[index], headers[index + 1]);
        }
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        server.stop(Duration.ofSeconds(2));
        search.close();
    }
}
