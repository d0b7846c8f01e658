// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server of the HTTP+SSE transport of 2024, for one client at a time. */
final class OldHttpDouble implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String END = "";

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final HttpServer server;

    OldHttpDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(executor);
        server.createContext("/sse", this::stream);
        server.createContext("/messages", this::message);
        server.start();
    }

    ServerDefinition definition(String name, ServerDefinition.HttpKind kind) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sse");
        return new ServerDefinition.Http(name, kind, address, Map.of());
    }

    @Override
    public void close() {
        events.add(END);
        server.stop(0);
        executor.shutdownNow();
    }

    private void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write("event: endpoint\ndata: /messages?session=1\n\n".getBytes(StandardCharsets.UTF_8));
            body.flush();
            for (String event = events.take(); !event.isEmpty(); event = events.take()) {
                body.write(("event: message\ndata: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void message(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(202, -1);
            if (!message.has("method")) {
                answers.add(message);
            } else if (message.has("id")) {
                answer(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(JsonNode message) throws InterruptedException {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", message.path("id"));
        switch (message.path("method").asString("")) {
            case "initialize" -> {
                ObjectNode result = answer.putObject("result");
                result.put("protocolVersion", "2024-11-05");
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "old").put("version", "1");
            }
            case "tools/list" -> answer.putObject("result").putArray("tools");
            case "tools/call" -> {
                JsonNode params = message.path("params");
                boolean asks = params.path("name").asString("").equals("ask");
                answer.putObject("result")
                        .putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put(
                                "text",
                                asks
                                        ? ask()
                                        : params.path("arguments").path("text").asString(""));
            }
            default -> answer.putObject("error").put("code", -32601).put("message", "no such method");
        }
        events.add(answer.toString());
    }

    private String ask() throws InterruptedException {
        events.add("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{}}");
        return answers.take().toString();
    }
}
