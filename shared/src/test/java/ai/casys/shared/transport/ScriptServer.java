// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server whose behaviour one test writes down; opens as the test says and leaves the rest to its script. */
final class ScriptServer implements AutoCloseable {

    /** What the server does with a request that is not part of the opening; no message means GET or DELETE. */
    interface Script {
        void play(ScriptServer server, HttpExchange exchange, Optional<JsonRpcMessage> message)
                throws IOException, InterruptedException;
    }

    final List<JsonRpcMessage> received = new CopyOnWriteArrayList<>();
    final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    final CountDownLatch end = new CountDownLatch(1);
    private final boolean modern;
    private final Script script;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ScriptServer(boolean modern, Script script) throws IOException {
        this.modern = modern;
        this.script = script;
        server = TestServers.http();
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    HttpEndpoint endpoint() {
        return new HttpEndpoint(uri(), Map.of(), Duration.ofSeconds(1), 100_000, _ -> true);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<JsonRpcMessage> message =
                    body.length == 0 ? Optional.empty() : Optional.of(new JsonRpcCodec().parse(body));
            headers.add(exchange.getRequestHeaders());
            message.ifPresent(received::add);
            if (!opening(exchange, message)) {
                script.play(this, exchange, message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean opening(HttpExchange exchange, Optional<JsonRpcMessage> message) throws IOException {
        if (message.isEmpty() || !(message.get() instanceof JsonRpcRequest request)) {
            return false;
        }
        if (modern && request.method().equals("server/discover")) {
            result(exchange, request, "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}");
            return true;
        }
        if (!modern && request.method().equals("initialize")) {
            exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
            result(exchange, request, """
                    {"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"s","version":"1"}}""");
            return true;
        }
        return false;
    }

    static String answer(JsonRpcRequest request, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}";
    }

    static void result(HttpExchange exchange, JsonRpcRequest request, String result) throws IOException {
        json(exchange, 200, answer(request, result));
    }

    static void json(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
