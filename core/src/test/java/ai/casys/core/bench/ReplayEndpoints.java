// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.shared.mcp.Tool;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Many streamable-HTTP MCP servers in one process, each replaying a recorded tool list under a path of its own. */
final class ReplayEndpoints implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpServer server;
    private final Map<String, List<Tool>> lists;

    ReplayEndpoints(Map<String, List<Tool>> lists) throws IOException {
        this.lists = Map.copyOf(lists);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        lists.forEach((name, tools) -> server.createContext("/" + name, exchange -> handle(exchange, tools)));
        server.start();
    }

    /** The {@code mcpServers} that name all of them. */
    ObjectNode config() {
        ObjectNode config = MAPPER.createObjectNode();
        ObjectNode servers = config.putObject("mcpServers");
        lists.keySet()
                .forEach(name -> servers.putObject(name)
                        .put("type", "http")
                        .put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name));
        return config;
    }

    private static void handle(HttpExchange exchange, List<Tool> tools) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            JsonNode message = MAPPER.readTree(body);
            if (!message.has("id")) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id") + ","
                    + answer(message.path("method").asString(""), tools) + "}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String answer(String method, List<Tool> tools) {
        return switch (method) {
            case "initialize" -> """
                    "result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
                    "serverInfo":{"name":"replay","version":"1"}}""";
            case "tools/list" ->
                tools.stream()
                        .map(tool -> tool.definition().toString())
                        .collect(Collectors.joining(",", "\"result\":{\"tools\":[", "]}"));
            default -> "\"error\":{\"code\":-32601,\"message\":\"no such method\"}";
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
