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
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A legacy MCP server behind streamable HTTP, with sessions, that can lose its memory and be switched off and on. */
final class HttpDouble implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int NO_BODY = -1;

    private final AtomicInteger sessions = new AtomicInteger();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger questions = new AtomicInteger();
    private final Map<String, BlockingQueue<JsonNode>> answers = new ConcurrentHashMap<>();
    private HttpServer server;
    private volatile String session = "none";

    HttpDouble() throws IOException {
        server = open(0);
    }

    ServerDefinition definition(String name) {
        return new ServerDefinition.Http(
                name,
                ServerDefinition.HttpKind.STREAMABLE,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp"),
                Map.of("Authorization", "Bearer sesame-open"));
    }

    /** How often a client has introduced itself. */
    int sessions() {
        return sessions.get();
    }

    /** Forgets its session, as a restarted server does. */
    void forget() {
        session = "none";
    }

    /** Goes away. */
    void down() {
        server.stop(0);
    }

    /** Comes back at the same address. */
    void up() throws IOException {
        server = open(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private HttpServer open(int port) throws IOException {
        HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        fresh.setExecutor(executor);
        fresh.createContext("/mcp", this::handle);
        fresh.start();
        return fresh;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, NO_BODY);
                return;
            }
            if (!"Bearer sesame-open".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, NO_BODY);
                return;
            }
            answer(exchange, MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, JsonNode message) throws IOException, InterruptedException {
        String method = message.path("method").asString("");
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", message.path("id"));
        if (method.equals("initialize")) {
            session = "session-" + sessions.incrementAndGet();
            exchange.getResponseHeaders().set("Mcp-Session-Id", session);
            ObjectNode result = answer.putObject("result");
            result.put("protocolVersion", "2025-11-25")
                    .putObject("capabilities")
                    .putObject("tools");
            result.putObject("serverInfo").put("name", "http-double").put("version", "1");
            send(exchange, 200, answer);
            return;
        }
        if (method.equals("server/discover")) {
            answer.putObject("error").put("code", -32601).put("message", "no such method");
            send(exchange, 400, answer);
            return;
        }
        if (!session.equals(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"))) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        if (!message.has("method")) {
            answers.computeIfAbsent(message.path("id").asString(""), _ -> new LinkedBlockingQueue<>())
                    .add(message);
        }
        if (!message.has("id") || !message.has("method")) {
            exchange.sendResponseHeaders(202, NO_BODY);
            return;
        }
        if (message.path("params").path("name").asString("").equals("ask")) {
            ask(exchange, message, answer);
            return;
        }
        switch (method) {
            case "tools/list" ->
                answer.putObject("result")
                        .putArray("tools")
                        .addObject()
                        .put("name", "echo")
                        .putObject("inputSchema")
                        .put("type", "object");
            case "tools/call" -> {
                JsonNode arguments = message.path("params").path("arguments");
                Thread.sleep(arguments.path("delay").asLong(0));
                answer.putObject("result")
                        .putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put("text", arguments.path("text").asString(""));
            }
            default -> answer.putObject("result");
        }
        send(exchange, 200, answer);
    }

    /** Says and asks something on the response stream of the call. */
    private void ask(HttpExchange exchange, JsonNode message, ObjectNode answer)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        String id = "q" + questions.incrementAndGet();
        event(
                exchange,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                        + "\"params\":{\"level\":\"info\",\"data\":1.50}}");
        Thread.sleep(message.path("params").path("arguments").path("delay").asLong(0));
        event(exchange, "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"elicitation/create\",\"params\":{}}");
        JsonNode told =
                answers.computeIfAbsent(id, _ -> new LinkedBlockingQueue<>()).take();
        answer.putObject("result")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", told.toString());
        event(exchange, answer.toString());
    }

    private static void event(HttpExchange exchange, String data) throws IOException {
        exchange.getResponseBody().write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
