// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A streamable-HTTP MCP server of revision 2025-11-25 with one tool, {@code echo}, that returns its text. */
final class HttpEchoServer implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpServer server;

    HttpEchoServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("DELETE") ? 200 : 405, -1);
                return;
            }
            JsonNode message = MAPPER.readTree(body);
            if (!message.has("id")) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            byte[] answer = answer(exchange, message).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static ObjectNode answer(HttpExchange exchange, JsonNode message) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", message.path("id"));
        switch (message.path("method").asString()) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("Mcp-Session-Id", "echo-session");
                ObjectNode result = answer.putObject("result");
                result.put("protocolVersion", "2025-11-25");
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "http-echo").put("version", "1");
            }
            case "tools/list" -> {
                ObjectNode tool = answer.putObject("result").putArray("tools").addObject();
                tool.put("name", "echo").put("description", "Returns its text");
                tool.putObject("inputSchema").put("type", "object");
            }
            case "tools/call" ->
                answer.putObject("result")
                        .putArray("content")
                        .addObject()
                        .put("type", "text")
                        .set("text", message.path("params").path("arguments").path("text"));
            default -> answer.putObject("error").put("code", -32601).put("message", "no such method");
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
