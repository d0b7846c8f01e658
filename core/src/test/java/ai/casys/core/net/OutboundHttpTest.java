// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundHttpTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch testOver = new CountDownLatch(1);
    private final HttpServer server = start();
    private final OutboundHttp http = client(Set.of("127.0.0.0/8"), HostResolver.SYSTEM);

    private static HttpServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/text", exchange -> {
            seen.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getOrDefault("Authorization", List.of("none")));
            answer(exchange, 200, "hello");
        });
        server.createContext("/loop", exchange -> redirect(exchange, "/loop2"));
        server.createContext("/loop2", exchange -> redirect(exchange, "/loop"));
        server.createContext("/count", exchange -> {
            int n = Integer.parseInt(exchange.getRequestURI().getQuery());
            redirect(exchange, n == 0 ? "/text" : "/count?" + (n - 1));
        });
        server.createContext(
                "/other-origin", exchange -> redirect(exchange, "http://other.example:" + port() + "/text"));
        server.createContext("/same-origin", exchange -> redirect(exchange, "/text"));
        server.createContext("/to-file", exchange -> redirect(exchange, "file:///etc/passwd"));
        server.createContext("/bomb", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (GZIPOutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
                byte[] zeros = new byte[1 << 16];
                for (int i = 0; i < 16_384; i++) {
                    out.write(zeros);
                }
            }
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] block = new byte[1 << 16];
                while (testOver.getCount() > 0) {
                    out.write(block);
                }
            }
        });
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!await(testOver, Duration.ofMillis(50))) {
                    out.write('x');
                    out.flush();
                }
            }
        });
        server.createContext("/silent", _ -> await(testOver, LONG));
        server.createContext("/brotli", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "br");
            answer(exchange, 200, "xxxx");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        server.stop(0);
    }

    @Test
    void aPageOfAnAllowedHostIsFetched() {
        OutboundResponse response = http.send(get(url("/text")));
        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.body().bytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(response.contentType()).contains("text/plain");
        assertThat(response.body().truncated()).isFalse();
    }

    @Test
    void headBringsNoBody() {
        OutboundResponse response = http.send(new OutboundRequest(
                OutboundRequest.Method.HEAD, url("/text"), Map.of(), 100, LONG, new Cancellation()));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().size()).isZero();
    }

    @Test
    void loopbackIsClosedUnlessNamed() {
        OutboundHttp closed = client(Set.of(), HostResolver.SYSTEM);
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "LOCALHOST.")) {
            assertThat(failure(closed, "http://" + host + ":" + port() + "/text")
                            .category())
                    .isEqualTo(ErrorCategory.NOT_PERMITTED);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aNameThatResolvesToAPrivateAddressIsClosedAlsoAmongPublicOnes() {
        OutboundHttp closed = client(
                Set.of(),
                _ -> List.of(LiteralAddress.parse("8.8.8.8").orElseThrow(), InetAddress.getLoopbackAddress()));
        assertThat(failure(closed, "http://rebind.example/text").category()).isEqualTo(ErrorCategory.NOT_PERMITTED);
    }

    @Test
    void aNameServerThatChangesItsMindIsAskedOnlyOnce() {
        AtomicInteger asked = new AtomicInteger();
        OutboundHttp rebinding = client(Set.of("127.0.0.1"), _ -> {
            boolean first = asked.getAndIncrement() == 0;
            return List.of(
                    LiteralAddress.parse(first ? "127.0.0.1" : "127.0.0.2").orElseThrow());
        });
        assertThat(rebinding
                        .send(get("http://rebind.example:" + port() + "/text"))
                        .status())
                .isEqualTo(200);
        assertThat(asked).hasValue(1);
    }

    @Test
    void everyHopOfARedirectIsChecked() {
        OutboundHttp onlyNamed = client(Set.of("good.example"), _ -> List.of(InetAddress.getLoopbackAddress()));
        assertThat(failure(onlyNamed, "http://good.example:" + port() + "/other-origin")
                        .category())
                .isEqualTo(ErrorCategory.NOT_PERMITTED);
        assertThat(failure(http, url("/to-file")).category()).isEqualTo(ErrorCategory.INVALID_INPUT);
        assertThat(seen).isEmpty();
    }

    @Test
    void redirectsAreFollowedToALimitAndNeverInACircle() {
        OutboundResponse five = http.send(get(url("/count?4")));
        assertThat(five.redirects()).isEqualTo(5);
        assertThat(five.finalUrl()).hasPath("/text");
        assertThat(failure(http, url("/count?5")).getMessage()).contains("more than 5 times");
        assertThat(failure(http, url("/loop")).getMessage()).contains("circle");
    }

    @Test
    void secretsStayWithTheOriginTheyWereMeantFor() {
        OutboundHttp named =
                client(Set.of("first.example", "other.example"), _ -> List.of(InetAddress.getLoopbackAddress()));
        Map<String, String> headers = Map.of("authorization", "Bearer secret");
        named.send(new OutboundRequest(
                OutboundRequest.Method.GET,
                "http://first.example:" + port() + "/other-origin",
                headers,
                100,
                LONG,
                new Cancellation()));
        named.send(new OutboundRequest(
                OutboundRequest.Method.GET,
                "http://first.example:" + port() + "/same-origin",
                headers,
                100,
                LONG,
                new Cancellation()));
        assertThat(seen).containsExactly("GET [none]", "GET [Bearer secret]");
    }

    @Test
    void unusualPortsAreClosedOnHostsThatNobodyNamed() {
        OutboundHttp open =
                client(Set.of(), _ -> List.of(LiteralAddress.parse("8.8.8.8").orElseThrow()));
        assertThat(failure(open, "http://public.example:25/").getMessage()).contains("Port 25");
        assertThat(failure(open, "http://public.example:6379/").getMessage()).contains("Port 6379");
    }

    @Test
    void aSmallFileThatUnpacksToAGigabyteIsCutAtTheLimit() {
        OutboundResponse response = http.send(get(url("/bomb"), 100_000, LONG));
        assertThat(response.body().size()).isEqualTo(100_000);
        assertThat(response.body().truncated()).isTrue();
    }

    @Test
    void anEndlessBodyIsCutAtTheLimit() {
        OutboundResponse response = http.send(get(url("/endless"), 100_000, LONG));
        assertThat(response.body().truncated()).isTrue();
    }

    @Test
    void aServerThatDripsEndsAtTheDeadline() {
        Instant start = Instant.now();
        CasysException failure = failure(http, get(url("/drip"), 100_000, Duration.ofMillis(600)));
        assertThat(failure.category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aServerThatSaysNothingEndsAtTheDeadline() {
        assertThat(failure(http, get(url("/silent"), 100, Duration.ofMillis(400)))
                        .category())
                .isEqualTo(ErrorCategory.TIMEOUT);
    }

    @Test
    void aNameServerThatSaysNothingEndsAtTheDeadline() {
        OutboundHttp stuck = client(Set.of(), _ -> {
            await(testOver, LONG);
            return List.of();
        });
        assertThat(failure(stuck, get("http://slow.example/", 100, Duration.ofMillis(300)))
                        .category())
                .isEqualTo(ErrorCategory.TIMEOUT);
    }

    @Test
    void aWithdrawnRequestEndsAtOnce() {
        Cancellation cancellation = new Cancellation();
        server.createContext("/cancel", _ -> {
            cancellation.cancel();
            await(testOver, LONG);
        });
        OutboundRequest request =
                new OutboundRequest(OutboundRequest.Method.GET, url("/cancel"), Map.of(), 100, LONG, cancellation);
        assertThat(failure(http, request).category()).isEqualTo(ErrorCategory.CANCELLED);
    }

    @Test
    void anUnknownHostAnUnreachablePortAndAnUnknownCodingAreExplained() throws IOException {
        assertThat(failure(
                                client(Set.of(), host -> {
                                    throw new java.net.UnknownHostException(host);
                                }),
                                "http://nowhere.example/")
                        .category())
                .isEqualTo(ErrorCategory.NOT_FOUND);
        int closedPort;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        assertThat(failure(http, "http://127.0.0.1:" + closedPort + "/").category())
                .isEqualTo(ErrorCategory.UPSTREAM_FAILED);
        assertThat(failure(http, url("/brotli")).getMessage()).contains("\"br\"");
    }

    private static OutboundHttp client(Set<String> allow, HostResolver resolver) {
        return new OutboundHttp(new AddressGuard(allow), resolver);
    }

    private static OutboundRequest get(String url) {
        return get(url, 1 << 20, LONG);
    }

    private static OutboundRequest get(String url, int maxBytes, Duration timeout) {
        return new OutboundRequest(OutboundRequest.Method.GET, url, Map.of(), maxBytes, timeout, new Cancellation());
    }

    private static CasysException failure(OutboundHttp http, String url) {
        return failure(http, get(url));
    }

    private static CasysException failure(OutboundHttp http, OutboundRequest request) {
        Optional<CasysException> failure = Optional.empty();
        try {
            http.send(request);
        } catch (CasysException e) {
            failure = Optional.of(e);
        }
        return failure.orElseThrow(() -> new AssertionError("the request went through"));
    }

    private static boolean await(CountDownLatch latch, Duration timeout) {
        try {
            return latch.await(timeout.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length());
        if (!head) {
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        answer(exchange, 302, "moved");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private int port() {
        return server.getAddress().getPort();
    }
}
