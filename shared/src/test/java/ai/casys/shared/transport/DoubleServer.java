// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.SynchronousQueue;
import tools.jackson.databind.JsonNode;

/**
 * A small MCP server for tests, to be run as a process of its own. The first argument says how it opens: {@code legacy},
 * {@code modern}, {@code mute} (legacy, ignores what it does not know), {@code fragile} (legacy, exits on what it does
 * not know), {@code future} (legacy, of an unknown revision), {@code silent} (answers nothing) or {@code sleep}.
 */
final class DoubleServer {

    private final String kind;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final ConcurrentMap<RequestId, SynchronousQueue<JsonRpcMessage>> questions = new ConcurrentHashMap<>();
    private volatile boolean deaf;
    private volatile String cancelled = "";

    private DoubleServer(String kind) {
        this.kind = kind;
    }

    /** Runs until the end of standard input. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("sleep")) {
            Thread.sleep(600_000);
        }
        System.err.println("double is up");
        new DoubleServer(arguments[0]).serve();
    }

    private void serve() throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonRpcMessage message = codec.parse(line.getBytes(StandardCharsets.UTF_8));
            Thread.ofVirtual().start(() -> handle(message));
            if (line.contains("\"deafen\"")) {
                deaf = true;
            }
            while (deaf) {
                Thread.sleep(1000);
            }
        }
    }

    private void handle(JsonRpcMessage message) {
        switch (message) {
            case JsonRpcRequest request -> answer(request);
            case JsonRpcNotification note -> {
                if (note.method().equals("notifications/cancelled")) {
                    cancelled = note.params().orElseThrow().toString();
                }
            }
            case JsonRpcResult result -> deliver(result.id(), result);
            case JsonRpcFailure failure -> deliver(failure.id().orElseThrow(), failure);
        }
    }

    private void deliver(RequestId id, JsonRpcMessage message) {
        try {
            Objects.requireNonNull(questions.get(id)).put(message);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(JsonRpcRequest request) {
        if (kind.equals("silent")) {
            return;
        }
        boolean modern = kind.equals("modern");
        switch (request.method()) {
            case "server/discover" -> {
                if (modern) {
                    result(request, """
                            {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},\
                            "ttlMs":0,"cacheScope":"private","instructions":"be kind",\
                            "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"double","version":"2"}}}""");
                } else {
                    unknown(request);
                }
            }
            case "initialize" -> {
                if (modern) {
                    unknown(request);
                } else {
                    String version = kind.equals("future") ? "2031-01-01" : "2025-06-18";
                    result(
                            request,
                            "{\"protocolVersion\":\"" + version + "\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"double\",\"version\":\"1\"}}");
                }
            }
            case "tools/list" -> tools(request);
            case "tools/call" -> call(request, request.params().orElseThrow().tree());
            default -> unknown(request);
        }
    }

    private void unknown(JsonRpcRequest request) {
        switch (kind) {
            case "mute" -> {}
            case "fragile" -> {
                System.err.println("unexpected method");
                System.exit(7);
            }
            default ->
                say(new JsonRpcFailure(
                        Optional.of(request.id()), new JsonRpcError(JsonRpcError.METHOD_NOT_FOUND, "unknown")));
        }
    }

    /** Two pages with one bad definition; with the cursor "loop" pages without end. */
    private void tools(JsonRpcRequest request) {
        String cursor = request.params()
                .orElse(RawJson.EMPTY_OBJECT)
                .tree()
                .path("cursor")
                .asString("");
        switch (cursor) {
            case "" -> result(request, """
                    {"tools":[{"name":"echo","inputSchema":{"type":"object"},"x-new":1},{"name":""}],"nextCursor":"2"}""");
            case "2" ->
                result(
                        request,
                        "{\"tools\":[{\"name\":\"late\",\"inputSchema\":{}}]"
                                + (cancelled.equals("loop") ? ",\"nextCursor\":\"2\"}" : "}"));
            default -> throw new IllegalStateException(cursor);
        }
    }

    private void call(JsonRpcRequest request, JsonNode params) {
        JsonNode arguments = params.path("arguments");
        try {
            switch (params.path("name").asString()) {
                case "echo" -> result(request, request.params().orElseThrow().toString());
                case "late" -> {
                    Thread.sleep(arguments.path("millis").asInt());
                    result(request, request.params().orElseThrow().toString());
                }
                case "hang", "deafen" -> {}
                case "die" -> System.exit(3);
                case "loop" -> {
                    cancelled = "loop";
                    result(request, "{}");
                }
                case "big" ->
                    result(
                            request,
                            "{\"text\":\"" + "x".repeat(arguments.path("bytes").asInt()) + "\"}");
                case "bigIdLast" ->
                    line("{\"result\":{\"id\":999,\"text\":\""
                            + "x".repeat(arguments.path("bytes").asInt()) + "\"},\"jsonrpc\":\"2.0\",\"id\":"
                            + request.id() + "}");
                case "garbage" -> {
                    for (int count = arguments.path("lines").asInt(); count > 0; count--) {
                        line("this is no message " + count);
                    }
                    result(request, "{}");
                }
                case "errors" -> {
                    System.err.println("e".repeat(arguments.path("bytes").asInt()));
                    result(request, "{}");
                }
                case "spawn" -> result(request, "{\"pid\":" + spawn() + "}");
                case "cancelled" -> result(request, cancelled);
                case "progress" -> {
                    RawJson token = RawObject.of(RawObject.of(request.params().orElseThrow())
                                    .get("_meta")
                                    .orElseThrow())
                            .get("progressToken")
                            .orElseThrow();
                    say(new JsonRpcNotification(
                            "notifications/progress",
                            Optional.of(RawObject.EMPTY
                                    .with("progressToken", token)
                                    .with("progress", RawJson.parse("1"))
                                    .with("message", "half way")
                                    .toRawJson())));
                    result(request, "{}");
                }
                case "ask" ->
                    result(
                            request,
                            new String(codec.encode(ask(arguments.path("method").asString())), StandardCharsets.UTF_8));
                default -> unknown(request);
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonRpcMessage ask(String method) throws InterruptedException {
        RequestId id = new RequestId.TextId("question-" + questions.size());
        SynchronousQueue<JsonRpcMessage> answer = new SynchronousQueue<>();
        questions.put(id, answer);
        say(new JsonRpcRequest(id, method, Optional.empty()));
        return answer.take();
    }

    private static long spawn() throws IOException {
        List<String> command = TestServers.javaCommand();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.command().add("sleep");
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .pid();
    }

    private void result(JsonRpcRequest request, String result) {
        say(new JsonRpcResult(request.id(), RawJson.ofTrusted(result.getBytes(StandardCharsets.UTF_8))));
    }

    private void say(JsonRpcMessage message) {
        line(codec.encode(message));
    }

    private void line(String text) {
        line(text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void line(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.write('\n');
        out.flush();
    }
}
