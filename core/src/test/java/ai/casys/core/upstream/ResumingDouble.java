// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A legacy MCP server whose answers to calls begin on a stream that breaks, and end on the one that takes it up. */
final class ResumingDouble implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int NO_BODY = -1;

    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> resumedFrom = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile String session = "none";
    private volatile String waiting = "";
    private volatile boolean forgetAfterBreak;

    ResumingDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(executor);
        server.createContext("/mcp", this::handle);
        server.start();
    }

    ServerDefinition definition(String name) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
        return new ServerDefinition.Http(name, ServerDefinition.HttpKind.STREAMABLE, uri, Map.of());
    }

    /** How many calls have come. */
    int calls() {
        return calls.get();
    }

    /** Where streams were taken up. */
    List<String> resumedFrom() {
        return List.copyOf(resumedFrom);
    }

    /** With the next break the session is forgotten, as by a restart. */
    void forgetAfterBreak() {
        forgetAfterBreak = true;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "POST" -> post(exchange, MAPPER.readTree(body));
                case "GET" -> get(exchange);
                default -> exchange.sendResponseHeaders(200, NO_BODY);
            }
        }
    }

    private boolean isKnown(HttpExchange exchange) {
        return session.equals(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"));
    }

    private void get(HttpExchange exchange) throws IOException {
        Optional<String> last = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        if (!isKnown(exchange)) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        if (last.isEmpty()) {
            exchange.sendResponseHeaders(405, NO_BODY);
            return;
        }
        resumedFrom.add(last.get());
        stream(exchange, "id: e2\ndata: " + answer(waiting, """
                {"content":[{"type":"text","text":"resumed"}]}""") + "\n\n");
    }

    private void post(HttpExchange exchange, JsonNode message) throws IOException {
        String id = message.path("id").toString();
        switch (message.path("method").asString("")) {
            case "server/discover" ->
                json(
                        exchange,
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
            case "initialize" -> {
                session = "s" + sessions.incrementAndGet();
                exchange.getResponseHeaders().set("Mcp-Session-Id", session);
                json(exchange, 200, answer(id, """
                        {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
                        "serverInfo":{"name":"resuming","version":"1"}}"""));
            }
            case "tools/list" -> json(exchange, 200, answer(id, """
                    {"tools":[{"name":"slow","inputSchema":{"type":"object"}}]}"""));
            case "tools/call" -> call(exchange, id);
            case "ping" -> json(exchange, 200, answer(id, "{}"));
            default -> exchange.sendResponseHeaders(202, NO_BODY);
        }
    }

    private void call(HttpExchange exchange, String id) throws IOException {
        if (!isKnown(exchange)) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        calls.incrementAndGet();
        waiting = id;
        stream(
                exchange,
                "retry: 10\nid: e1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                        + "\"params\":{\"level\":\"info\",\"data\":1}}\n\n");
        if (forgetAfterBreak) {
            forgetAfterBreak = false;
            session = "none";
        }
    }

    private static String answer(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Promises more than comes, so that the stream breaks. */
    private static void stream(HttpExchange exchange, String events) throws IOException {
        byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, bytes.length + 100);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }
}
