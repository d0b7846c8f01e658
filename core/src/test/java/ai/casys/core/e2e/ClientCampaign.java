// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Many clients at once, each in a session of its own, and the demand that every answer belongs to its question. */
public final class ClientCampaign {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final URI endpoint;
    private final List<String> echoTools;
    private final AtomicInteger right = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    /** A campaign against an endpoint whose named tools return the argument {@code text}. */
    public ClientCampaign(URI endpoint, List<String> echoTools) {
        this.endpoint = endpoint;
        this.echoTools = List.copyOf(echoTools);
    }

    /** Runs it; the number of right answers must then be {@code clients * calls}. */
    public void run(int clients, int calls, long seed) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int number = client;
            threads.add(Thread.ofVirtual().start(() -> client(number, calls, new Random(seed + number))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    public int right() {
        return right.get();
    }

    /** The first answers that were not right. */
    public List<String> wrong() {
        return wrong.stream().limit(10).toList();
    }

    private void client(int number, int calls, Random random) {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String session = open(http);
            for (int call = 0; call < calls; call++) {
                call(http, session, number, call, random);
            }
        } catch (IOException e) {
            wrong.add("client " + number + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(HttpClient http, String session, int number, int call, Random random)
            throws IOException, InterruptedException {
        String text = "client " + number + " call " + call + " " + "x".repeat(random.nextInt(300));
        ObjectNode request = MAPPER.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", call + 10).put("method", "tools/call");
        ObjectNode parameters = request.putObject("params");
        String tool = echoTools.get(random.nextInt(echoTools.size()));
        boolean meta = random.nextBoolean();
        ObjectNode arguments = MAPPER.createObjectNode().put("text", text);
        if (random.nextInt(10) == 0) {
            arguments.put("delay", random.nextInt(20));
        }
        if (meta) {
            parameters
                    .put("name", "call_tool")
                    .putObject("arguments")
                    .put("name", tool)
                    .set("arguments", arguments);
        } else {
            parameters.put("name", tool).set("arguments", arguments);
        }
        JsonNode answer =
                MAPPER.readTree(post(http, session, request.toString()).body());
        String got = answer.path("result").path("content").path(0).path("text").asString("");
        if (answer.path("id").asInt(-1) == call + 10 && got.equals(text)) {
            right.incrementAndGet();
            return;
        }
        wrong.add("client " + number + " call " + call + " of " + tool + ": " + answer);
    }

    private String open(HttpClient http) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(http, "", """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
                "clientInfo":{"name":"campaign","version":"1"}}}""");
        String session = answer.headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow(() -> new IOException("no session: " + answer.body()));
        post(http, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return session;
    }

    private HttpResponse<String> post(HttpClient http, String session, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
