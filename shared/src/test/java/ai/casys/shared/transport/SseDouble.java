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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of the transport of 2024 for tests: a stream at /sse, messages at the place that its first event names. */
final class SseDouble implements AutoCloseable {

    final List<JsonRpcMessage> received = new CopyOnWriteArrayList<>();
    final List<String> posts = new CopyOnWriteArrayList<>();
    volatile Optional<String> place = Optional.of("/messages?session=1");
    volatile int refusal = 405;
    volatile String refusalBody = "";
    volatile int postStatus = 202;

    // Of the stream that was opened last: an earlier one that is still ending must not take what is for this one.
    private volatile BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SseDouble() throws IOException {
        server = TestServers.http();
        server.createContext("/sse", this::stream);
        server.createContext("/messages", this::message);
        server.setExecutor(threads);
        server.start();
    }

    HttpEndpoint endpoint() {
        Duration connect = place.isPresent() ? Duration.ofSeconds(10) : Duration.ofMillis(500);
        return new HttpEndpoint(uri("/sse"), Map.of("X-Key", "k"), connect, 100_000, _ -> true);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Says something on the stream that was opened last. */
    void event(String data) {
        raw(("event: message\ndata: " + data + "\n\n").getBytes(UTF_8));
    }

    void raw(byte[] bytes) {
        events.add(bytes);
    }

    /** Ends the stream that was opened last. */
    void hangUp() {
        events.add(new byte[0]);
    }

    @Override
    public void close() {
        hangUp();
        server.stop(0);
        threads.shutdownNow();
    }

    private void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                exchange.getRequestBody().readAllBytes();
                ScriptServer.json(exchange, refusal, refusalBody);
                return;
            }
            BlockingQueue<byte[]> own = new LinkedBlockingQueue<>();
            events = own;
            OutputStream out = ScriptServer.stream(exchange);
            ScriptServer.write(out, ": hello\n\n");
            if (place.isPresent()) {
                ScriptServer.write(out, "event: endpoint\ndata: " + place.get() + "\n\n");
            }
            for (byte[] event = own.take(); event.length > 0; event = own.take()) {
                out.write(event);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void message(HttpExchange exchange) throws IOException {
        try (exchange) {
            posts.add(exchange.getRequestURI() + " X-Key="
                    + exchange.getRequestHeaders().getFirst("X-Key"));
            JsonRpcMessage message =
                    new JsonRpcCodec().parse(exchange.getRequestBody().readAllBytes());
            received.add(message);
            exchange.sendResponseHeaders(postStatus, -1);
            if (message instanceof JsonRpcRequest request && postStatus == 202) {
                answer(request);
            }
        }
    }

    private void answer(JsonRpcRequest request) {
        if (request.method().equals("initialize")) {
            event(ScriptServer.answer(request, """
                    {"protocolVersion":"2024-11-05","capabilities":{},"serverInfo":{"name":"old","version":"1"}}"""));
            return;
        }
        String tool = request.params().orElseThrow().tree().path("name").asString("");
        switch (tool) {
            case "hang" -> {}
            case "big" -> event(ScriptServer.answer(request, "\"" + "x".repeat(200_000) + "\""));
            case "broken" -> {
                raw(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xff, (byte) 0xfe, '\n', '\n'});
                event("not json");
                event(ScriptServer.answer(request, "{}"));
            }
            default -> event(ScriptServer.answer(request, "{\"tool\":\"" + tool + "\"}"));
        }
    }
}
