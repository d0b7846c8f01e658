// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of either era that keeps every line it ever gets. Whatever it is asked it answers with its tenant's mark.
 * Several threads may use it.
 */
final class TenantClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    final String mark;
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    private final URI uri;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger lastId = new AtomicInteger();
    private volatile String session = "";

    TenantClient(URI uri, String token, String mark) {
        this.uri = uri;
        this.token = token;
        this.mark = mark;
    }

    String session() {
        return session;
    }

    /** Opens a session that can be asked anything, wants every log message, and listens. */
    TenantClient open() throws InterruptedException {
        String init = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-11-25\",\"capabilities\":{\"elicitation\":{},\"sampling\":{},\"roots\":{\"listChanged\":true}},"
                + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
        HttpResponse<Stream<String>> answer = exchange(post(init));
        answer.body().forEach(heard::add);
        session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
        call("logging/setLevel", "\"level\":\"debug\"");
        Thread.ofVirtual().start(this::listen);
        return this;
    }

    /** A request of the session; its result or error. */
    JsonNode call(String method, String params) throws InterruptedException {
        return call(method, params, session);
    }

    /** The same under any session id. */
    JsonNode call(String method, String params, String inSession) throws InterruptedException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":" + lastId.incrementAndGet() + ",\"method\":\"" + method
                + "\",\"params\":{" + params + "}}";
        HttpRequest.Builder request = post(body);
        if (!inSession.isEmpty()) {
            request.setHeader("Mcp-Session-Id", inSession);
        }
        return answer(exchange(request));
    }

    /** A request of the stateless era. */
    JsonNode ask(String method, String params, String name) throws InterruptedException {
        return answer(exchange(modern(method, params, name)));
    }

    HttpRequest.Builder modern(String method, String params, String name) {
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/logLevel\":\"debug\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{},\"sampling\":{},"
                + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}";
        String body = "{\"jsonrpc\":\"2.0\",\"id\":" + lastId.incrementAndGet() + ",\"method\":\"" + method
                + "\",\"params\":{" + params + (params.isEmpty() ? "" : ",") + meta + "}}";
        HttpRequest.Builder request =
                post(body).setHeader("MCP-Protocol-Version", "2026-07-28").setHeader("Mcp-Method", method);
        return name.isEmpty() ? request : request.setHeader("Mcp-Name", name);
    }

    /** GET or DELETE with these headers; its status. */
    int status(String method, String... headers) throws InterruptedException {
        HttpRequest.Builder request = request().method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<Stream<String>> answer = exchange(request);
        try (Stream<String> _ = answer.body()) {
            return answer.statusCode();
        }
    }

    /** Reads a stream until its first line that has all of these parts, or its end. */
    void readUntil(HttpRequest.Builder request, String... parts) throws InterruptedException {
        try (Stream<String> lines = exchange(request).body()) {
            Iterator<String> each = lines.iterator();
            while (each.hasNext()) {
                String line = each.next();
                heard.add(line);
                if (Stream.of(parts).allMatch(line::contains)) {
                    return;
                }
            }
        }
        throw new AssertionError("the stream ended without " + String.join(", ", parts) + ": " + heard);
    }

    HttpRequest.Builder request() {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .setHeader("Authorization", "Bearer " + token)
                .setHeader("Accept", "application/json, text/event-stream");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder post(String body) {
        return request().POST(HttpRequest.BodyPublishers.ofString(body)).setHeader("Content-Type", "application/json");
    }

    private HttpResponse<Stream<String>> exchange(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last word of a response, whatever is asked on the way. */
    private JsonNode answer(HttpResponse<Stream<String>> response) throws InterruptedException {
        JsonNode last = JSON.createObjectNode();
        try (Stream<String> lines = response.body()) {
            Iterator<String> each = lines.iterator();
            while (each.hasNext()) {
                JsonNode message = message(each.next());
                if (message.has("method")) {
                    react(message);
                } else if (message.isObject()) {
                    last = message;
                }
            }
        }
        assertThat(last.isObject() && !last.isEmpty())
                .as("an answer with status " + response.statusCode())
                .isTrue();
        return last;
    }

    private JsonNode message(String line) {
        heard.add(line);
        if (line.startsWith("id: ")) {
            events.add(line.substring(4));
        }
        String text = line.startsWith("data: ") ? line.substring(6) : line;
        return text.startsWith("{") ? JSON.readTree(text) : JSON.missingNode();
    }

    private void react(JsonNode message) throws InterruptedException {
        if (!message.has("id")) {
            return;
        }
        String result = switch (message.path("method").asString()) {
            case "elicitation/create" -> "{\"action\":\"accept\",\"content\":{\"mark\":\"" + mark + "\"}}";
            case "roots/list" -> "{\"roots\":[{\"uri\":\"file:///" + mark + "\"}]}";
            default ->
                "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"" + mark + "\"}}";
        };
        String body = "{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id") + ",\"result\":" + result + "}";
        HttpResponse<Stream<String>> taken = exchange(post(body).setHeader("Mcp-Session-Id", session));
        taken.body().forEach(heard::add);
    }

    private void listen() {
        try {
            HttpResponse<Stream<String>> stream = exchange(
                    request().GET().setHeader("Mcp-Session-Id", session).timeout(Duration.ofMinutes(10)));
            try (Stream<String> lines = stream.body()) {
                Iterator<String> each = lines.iterator();
                while (each.hasNext()) {
                    JsonNode message = message(each.next());
                    if (message.has("method")) {
                        react(message);
                    }
                }
            }
        } catch (UncheckedIOException _) {
            // The test is over, or the session is.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
