// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A small MCP server over HTTP for tests; notes each request as "METHOD rpc-method headers". */
final class HttpDouble implements AutoCloseable {

    final List<String> seen = new CopyOnWriteArrayList<>();
    final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    final CountDownLatch end = new CountDownLatch(1);
    volatile boolean sessionForgotten;
    volatile int status;
    private final boolean modern;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    HttpDouble(boolean modern) throws IOException {
        this.modern = modern;
        server = TestServers.http();
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        ports.add(exchange.getRemoteAddress().getPort());
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/moved") || path.equals("/away")) {
                exchange.getResponseHeaders()
                        .set("Location", path.equals("/moved") ? "/mcp" : "http://localhost:1/mcp");
                exchange.sendResponseHeaders(307, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "POST" -> post(exchange, body);
                case "GET" -> get(exchange);
                default -> {
                    note(exchange, "");
                    exchange.sendResponseHeaders(200, -1);
                }
            }
        }
    }

    private void note(HttpExchange exchange, String method) {
        StringBuilder line = new StringBuilder(exchange.getRequestMethod() + " " + method);
        for (String name :
                List.of("Mcp-Session-Id", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Last-Event-ID", "X-Key")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                line.append(' ').append(name).append('=').append(value);
            }
        }
        seen.add(line.toString());
    }

    private void post(HttpExchange exchange, byte[] body) throws IOException {
        if (!(codec.parse(body) instanceof JsonRpcRequest request)) {
            note(exchange, new String(body, UTF_8));
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        note(exchange, request.method());
        if (status != 0) {
            answer(exchange, status, "text/plain", "not today");
            return;
        }
        if (sessionForgotten) {
            answer(exchange, 404, "application/json", failure("null", -32001));
            return;
        }
        switch (request.method()) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
                answer(exchange, 200, "application/json; charset=utf-8", result(request, """
                        {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
                        "serverInfo":{"name":"double","version":"1"}}"""));
            }
            case "server/discover" -> {
                if (modern) {
                    answer(exchange, 200, "application/json", result(request, """
                            {"supportedVersions":["2026-07-28"],"capabilities":{}}"""));
                } else {
                    answer(exchange, 400, "application/json", failure("null", -32000));
                }
            }
            case "tools/call" ->
                tool(
                        exchange,
                        request,
                        request.params().orElseThrow().tree().path("name").asString());
            default ->
                answer(exchange, 404, "application/json", failure(request.id().toString(), -32601));
        }
    }

    private void tool(HttpExchange exchange, JsonRpcRequest request, String name) throws IOException {
        if (name.startsWith("undeclared-")) {
            int size = Integer.parseInt(name.substring("undeclared-".length()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write(result(request, "\"" + "x".repeat(size) + "\"").getBytes(UTF_8));
            return;
        }
        switch (name) {
            case "json" -> answer(exchange, 200, "application/json", result(request, "{\"n\":1}"));
            case "big" -> answer(exchange, 200, "application/json", result(request, "\"" + "x".repeat(200_000) + "\""));
            case "html" -> answer(exchange, 200, "text/html", "<p>");
            case "events" -> {
                OutputStream out = stream(exchange);
                byte[] events =
                        (": comment\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n"
                                        + "data: " + result(request, "{\"é\":2}") + "\r\n\r\n")
                                .getBytes(UTF_8);
                for (byte letter : events) {
                    out.write(letter);
                    out.flush();
                }
            }
            case "lingering" -> {
                OutputStream out = stream(exchange);
                out.write(("data: " + result(request, "{}") + "\n\n").getBytes(UTF_8));
                out.flush();
                await();
            }
            case "hang" -> {
                OutputStream out = stream(exchange);
                try {
                    while (!end.await(5, TimeUnit.MILLISECONDS)) {
                        out.write(':');
                        out.write('\n');
                        out.flush();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (IOException e) {
                    seen.add("cut off");
                    throw e;
                }
            }
            case "resumed" -> {
                OutputStream out = stream(exchange);
                out.write(("id: " + request.id() + "\nretry: 10\ndata:\n\n").getBytes(UTF_8));
            }
            case "cut" -> stream(exchange);
            default ->
                answer(exchange, 400, "application/json", failure(request.id().toString(), -32602));
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        note(exchange, "");
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        if (last != null && last.matches("\\d+")) {
            OutputStream out = stream(exchange);
            out.write(
                    ("data: {\"jsonrpc\":\"2.0\",\"id\":" + last + ",\"result\":{\"late\":true}}\n\n").getBytes(UTF_8));
            return;
        }
        OutputStream out = stream(exchange);
        out.write("id: e1\nretry: 20\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n"
                .getBytes(UTF_8));
        out.flush();
        if (last != null) {
            await();
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static String result(JsonRpcRequest request, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}";
    }

    private static String failure(String id, int code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"no\"}}";
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
