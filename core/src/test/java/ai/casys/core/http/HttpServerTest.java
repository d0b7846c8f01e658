// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.RouteResponse;
import ai.casys.shared.jsonrpc.RawJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
final class HttpServerTest {

    @Test
    @Tag("slow")
    void nobodysRequestsCrowdOutAllOthersForEver() throws Exception {
        try (TestServer server = new TestServer()) {
            Semaphore running = new Semaphore(0);
            CountDownLatch release = new CountDownLatch(1);
            server.tools.doing("files:read_file", (arguments, context) -> {
                running.release();
                await(release);
                return RawJson.parse("{\"content\":[]}");
            });
            String call = "{\"name\":\"files__read_file\"}";
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 512; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    try {
                        server.post("/api/v1/call", call);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            assertThat(running.tryAcquire(512, 60, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> refused = server.post("/api/v1/call", call);
            release.countDown();
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(server.post("/api/v1/call", call).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void stoppingLetsRunningRequestsFinishAndRefusesNewOnes() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<String> body = new AtomicReference<>("");
        try (TestServer server = new TestServer()) {
            server.tools.doing("files:read_file", (arguments, context) -> {
                started.countDown();
                await(release);
                return RawJson.parse("{\"content\":[]}");
            });
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    body.set(server.post("/api/v1/call", "{\"name\":\"files__read_file\"}")
                            .body());
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            await(started);
            Thread stopper = Thread.ofVirtual().start(() -> server.server.stop(Duration.ofSeconds(30)));
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (server.get("/health/ready").statusCode() != 503 && System.nanoTime() < until) {
                Thread.onSpinWait();
            }

            HttpResponse<String> late = server.post("/api/v1/call", "{\"name\":\"files__read_file\"}");
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);

            release.countDown();
            caller.join();
            stopper.join();
            assertThat(body.get()).isEqualTo("{\"content\":[]}");
        }
    }

    @Test
    void aTakenPortIsExplained() {
        try (TestServer first = new TestServer()) {
            HttpServer second = new HttpServer(TestServer.settings(1024, false), first.parts);

            assertThatExceptionOfType(CasysException.class)
                    .isThrownBy(() -> second.start(first.server.port()))
                    .satisfies(e -> assertThat(e.category()).isEqualTo(ErrorCategory.UNAVAILABLE))
                    .withMessageContaining("--port");
        }
    }

    @Test
    void routesOfExtensionsAreServedToThoseWhoMay() throws Exception {
        Route route = new Route(
                "GET",
                "/api/v1/example/{id}",
                Set.of("example"),
                request -> RouteResponse.json(
                        200,
                        "{\"id\":\"" + request.pathParameters().get("id") + "\",\"q\":\""
                                + request.query().getOrDefault("q", List.of()).getFirst() + "\",\"h\":\""
                                + request.header("X-Test").orElse("") + "\"}"));
        Route failing = new Route("POST", "/api/v1/failing", Set.of(), request -> {
            throw new IllegalStateException("secret");
        });
        try (TestServer server =
                new TestServer(TestServer.settings(1024, false), HttpLimits.DEFAULTS, List.of(route, failing))) {
            HttpResponse<String> answer = server.get("/api/v1/example/7?q=x", "X-Test", "y");
            HttpResponse<String> failed = server.post("/api/v1/failing", "{}");
            JsonNode paths = RawJson.parse(server.get("/api/v1/openapi.json").body())
                    .tree()
                    .path("paths");

            assertThat(answer.body()).isEqualTo("{\"id\":\"7\",\"q\":\"x\",\"h\":\"y\"}");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).doesNotContain("secret").contains("correlation_id");
            assertThat(paths.path("/api/v1/example/{id}").has("get")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,/api/v1/tools", "GET,/api/v1/tools/{other}", "POST,/mcp"})
    void twoRoutesForTheSameRequestsRefuseToStart(String method, String path) {
        Route route = new Route(method, path, Set.of(), request -> RouteResponse.json(200, "{}"));

        assertThatExceptionOfType(CasysException.class)
                .isThrownBy(() -> new TestServer(TestServer.settings(1024, false), HttpLimits.DEFAULTS, List.of(route)))
                .satisfies(e -> assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
