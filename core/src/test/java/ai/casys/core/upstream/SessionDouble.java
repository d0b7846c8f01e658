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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A legacy MCP server behind streamable HTTP with many sessions, which watches whether a session or a connection is ever
 * used with other credentials than at first.
 */
final class SessionDouble implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int NO_BODY = -1;

    private final AtomicInteger opened = new AtomicInteger();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final Map<Integer, String> connections = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Queue<String> mixedUp = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    SessionDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(executor);
        server.createContext("/mcp", this::handle);
        server.start();
    }

    /** Without credentials of anybody. */
    ServerDefinition.Http definition(String name) {
        return new ServerDefinition.Http(
                name,
                ServerDefinition.HttpKind.STREAMABLE,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp"),
                Map.of("Authorization", "configured"));
    }

    /** What was used with credentials of two. */
    List<String> mixedUp() {
        return List.copyOf(mixedUp);
    }

    /** Whose sessions are open. */
    List<String> sessionsOf() {
        return sessions.values().stream().sorted().toList();
    }

    /** Whose connections there were. */
    Set<String> connectionsOf() {
        return Set.copyOf(connections.values());
    }

    /** Forgets all sessions, as a restarted server does. */
    void forget() {
        sessions.clear();
    }

    /** How often a call with this text was carried out. */
    int calls(String text) {
        return calls.getOrDefault(text, new AtomicInteger()).get();
    }

    /** How many sessions were opened ever. */
    int opened() {
        return opened.get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            int port = exchange.getRemoteAddress().getPort();
            note(
                    "connection " + port,
                    Optional.ofNullable(connections.putIfAbsent(port, authorization)),
                    authorization);
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<String> session =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"));
            session.ifPresent(id -> note("session " + id, Optional.ofNullable(sessions.get(id)), authorization));
            switch (exchange.getRequestMethod()) {
                case "POST" -> answer(exchange, MAPPER.readTree(body), authorization, session);
                case "DELETE" -> {
                    session.ifPresent(sessions::remove);
                    exchange.sendResponseHeaders(200, NO_BODY);
                }
                default -> exchange.sendResponseHeaders(405, NO_BODY);
            }
        }
    }

    private void note(String what, Optional<String> first, String now) {
        first.filter(former -> !former.equals(now))
                .ifPresent(former -> mixedUp.add(what + " is used for " + former + " and " + now));
    }

    private void answer(HttpExchange exchange, JsonNode message, String authorization, Optional<String> session)
            throws IOException {
        String method = message.path("method").asString("");
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", message.path("id"));
        if (method.equals("server/discover")) {
            answer.putObject("error").put("code", -32601).put("message", "no such method");
            send(exchange, 400, answer);
            return;
        }
        if (method.equals("initialize")) {
            String fresh = "s" + opened.incrementAndGet();
            sessions.put(fresh, authorization);
            exchange.getResponseHeaders().set("Mcp-Session-Id", fresh);
            ObjectNode result = answer.putObject("result").put("protocolVersion", "2025-11-25");
            result.putObject("serverInfo").put("name", "session-double").put("version", "1");
            ObjectNode capabilities = result.putObject("capabilities");
            capabilities.putObject("tools");
            capabilities.putObject("prompts");
            send(exchange, 200, answer);
            return;
        }
        if (session.filter(sessions::containsKey).isEmpty()) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        if (!message.has("id")) {
            exchange.sendResponseHeaders(202, NO_BODY);
            return;
        }
        ObjectNode result = answer.putObject("result");
        switch (method) {
            case "tools/list" ->
                result.putArray("tools")
                        .addObject()
                        .put("name", "who")
                        .putObject("inputSchema")
                        .put("type", "object");
            case "prompts/list" -> result.putArray("prompts").addObject().put("name", "of-" + authorization);
            case "tools/call" -> {
                String text =
                        message.path("params").path("arguments").path("text").asString("");
                calls.computeIfAbsent(text, _ -> new AtomicInteger()).incrementAndGet();
                result.putArray("content").addObject().put("type", "text").put("text", authorization);
            }
            default -> {}
        }
        send(exchange, 200, answer);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
