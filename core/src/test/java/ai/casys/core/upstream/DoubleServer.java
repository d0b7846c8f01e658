// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server on the standard streams that behaves as badly as it is told to: by {@code name=value} arguments at its
 * start, by its tools afterwards.
 */
public final class DoubleServer {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> TOOLS = List.of(
            "echo",
            "hang",
            "die",
            "big",
            "garbage",
            "fail",
            "environment",
            "spawn",
            "progress",
            "grow",
            "flood",
            "cancelled",
            "running");

    private final Map<String, String> behaviour;
    private final PrintStream out;
    private final DoubleFeatures features;
    private final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
    private final Map<String, String> running = new ConcurrentHashMap<>();
    private final AtomicInteger grown = new AtomicInteger();

    private DoubleServer(Map<String, String> behaviour, PrintStream out) {
        this.behaviour = behaviour;
        this.out = out;
        this.features = new DoubleFeatures(behaviour, this::line);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> behaviour = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            behaviour.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        if (behaviour.containsKey("sleep")) {
            Thread.sleep(Long.parseLong(behaviour.getOrDefault("sleep", "0")));
            return;
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        new DoubleServer(behaviour, out).serve();
    }

    private void serve() throws Exception {
        if (behaviour.containsKey("count-starts")) {
            Path file = Path.of(behaviour.getOrDefault("count-starts", ""));
            Files.writeString(
                    file,
                    ProcessHandle.current().pid() + "\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        }
        if (behaviour.containsKey("say")) {
            System.err.println(behaviour.get("say"));
        }
        if (behaviour.containsKey("exit-unless") && !Files.exists(Path.of(behaviour.getOrDefault("exit-unless", "")))) {
            System.err.println("no reason to live");
            System.exit(3);
        }
        Thread.sleep(Long.parseLong(behaviour.getOrDefault("slow-start", "0")));
        if (behaviour.containsKey("flood-at-start")) {
            flood();
        }
        if (behaviour.containsKey("garbage-at-start")) {
            line("this is {not JSON");
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            String line = text;
            JsonNode message = MAPPER.readTree(text);
            // Answers and notifications count from the moment they came.
            if (!features.hear(line, message)) {
                Thread.ofVirtual().start(() -> handle(line, message));
            }
        }
        if (behaviour.containsKey("ignore-end-of-input")) {
            Thread.sleep(600_000);
        }
        System.exit(0);
    }

    private void handle(String line, JsonNode message) {
        try {
            String method = message.path("method").asString("");
            JsonNode parameters = message.path("params");
            switch (method) {
                case "server/discover" -> discover(message);
                case "subscriptions/listen" -> listen(message);
                case "initialize" -> initialize(message);
                case "ping" -> answer(message, MAPPER.createObjectNode());
                case "tools/list" -> list(message, parameters);
                case "tools/call" -> call(line, message, parameters);
                case "notifications/cancelled" ->
                    cancelled.add(
                            running.getOrDefault(parameters.path("requestId").toString(), "unknown"));
                default -> {
                    JsonNode result = features.answer(message);
                    if (result == null) {
                        unknown(message);
                    } else {
                        answer(message, result);
                    }
                }
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void discover(JsonNode message) {
        if (features.isModern()) {
            answer(message, features.discovery());
        } else {
            unknown(message);
        }
    }

    private void listen(JsonNode message) {
        if (features.isModern() && !behaviour.containsKey("deaf")) {
            features.listen(message);
        } else {
            unknown(message);
        }
    }

    private void unknown(JsonNode message) {
        if (message.has("id")) {
            fail(message, -32601, "no such method", MAPPER.nullNode());
        }
    }

    private void initialize(JsonNode message) throws InterruptedException {
        if (features.isModern()) {
            fail(message, -32022, "too old", MAPPER.readTree("{\"supported\":[\"2026-07-28\"]}"));
            return;
        }
        if (behaviour.containsKey("hang-on-initialize")) {
            Thread.sleep(600_000);
        }
        ObjectNode result = MAPPER.createObjectNode();
        result.put("protocolVersion", "2025-11-25");
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("tools").put("listChanged", true);
        features.declare(capabilities);
        result.putObject("serverInfo").put("name", "double").put("version", "1.2.3");
        answer(message, result);
    }

    private void list(JsonNode message, JsonNode parameters) throws InterruptedException {
        if (behaviour.containsKey("hang-on-list")) {
            Thread.sleep(600_000);
        }
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode tools = result.putArray("tools");
        int pages = Integer.parseInt(behaviour.getOrDefault("pages", "1"));
        int page = parameters.path("cursor").isString()
                ? Integer.parseInt(parameters.path("cursor").asString())
                : 0;
        if (page == 0) {
            TOOLS.forEach(name -> addTool(tools, name));
            for (int i = 0; i < grown.get(); i++) {
                addTool(tools, "grown-" + i);
            }
        } else {
            addTool(tools, "page-" + page);
        }
        if (page < pages - 1) {
            result.put("nextCursor", Integer.toString(page + 1));
        }
        answer(message, result);
    }

    private static void addTool(ArrayNode tools, String name) {
        ObjectNode tool = tools.addObject();
        tool.put("name", name);
        tool.put("description", "The tool " + name);
        tool.putObject("inputSchema").put("type", "object");
    }

    private void call(String line, JsonNode message, JsonNode parameters) throws InterruptedException, IOException {
        JsonNode arguments = parameters.path("arguments");
        String tool = parameters.path("name").asString("");
        running.put(message.path("id").toString(), tool);
        String spoken = features.call(tool, line, message);
        if (spoken != null) {
            answer(message, text(spoken));
            return;
        }
        JsonNode required = features.inputRequired(tool, parameters);
        if (required != null) {
            answer(message, required);
            return;
        }
        switch (tool) {
            case "echo" -> {
                Thread.sleep(arguments.path("delay").asLong(0));
                ObjectNode result = text(arguments.path("text").asString(""));
                result.set("structuredContent", arguments);
                answer(message, result);
            }
            case "hang" -> Thread.sleep(600_000);
            case "die" -> Runtime.getRuntime().halt(7);
            case "big" -> answer(message, text("x".repeat(arguments.path("size").asInt())));
            case "garbage" -> {
                line("\u0000\u0001 garbage }{");
                line("[1,2");
                answer(message, text("after garbage"));
            }
            case "fail" -> fail(message, -32123, "it went wrong", MAPPER.readTree("{\"hint\": [1, 2.50]}"));
            case "environment" ->
                answer(message, MAPPER.valueToTree(Map.of("content", List.of(), "_meta", System.getenv())));
            case "spawn" -> answer(message, text(Long.toString(spawn())));
            case "progress" -> {
                int steps = arguments.path("steps").asInt(3);
                for (int i = 1; i <= steps; i++) {
                    progress(parameters.path("_meta").path("progressToken"), i);
                }
                answer(message, text("done"));
            }
            case "grow" -> {
                grown.addAndGet(arguments.path("by").asInt(1));
                for (int i = 0; i < 5; i++) {
                    line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
                }
                answer(message, text("grown"));
            }
            case "flood" -> {
                flood();
                answer(message, text("flooded"));
            }
            case "start-task" -> {
                ObjectNode started = MAPPER.createObjectNode();
                started.putObject("task")
                        .put("taskId", arguments.path("taskId").asString(""))
                        .put("status", "working");
                answer(message, started);
            }
            case "cancelled" -> answer(message, text(String.join(",", cancelled)));
            case "running" -> answer(message, text(String.join(",", running.values())));
            default -> fail(message, -32602, "no tool " + tool, MAPPER.nullNode());
        }
    }

    private static long spawn() throws IOException {
        return new ProcessBuilder(Doubles.javaCommand("sleep=600000"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .pid();
    }

    private void flood() {
        for (int i = 0; i < 20_000; i++) {
            line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\""
                    + "flood ".repeat(20) + i + "\"}}");
        }
    }

    private void progress(JsonNode token, int step) {
        ObjectNode message = MAPPER.createObjectNode();
        message.put("jsonrpc", "2.0").put("method", "notifications/progress");
        ObjectNode parameters = message.putObject("params");
        parameters.set("progressToken", token);
        parameters.put("progress", step).put("total", 3).put("message", "step " + step);
        line(message.toString());
    }

    private static ObjectNode text(String text) {
        ObjectNode result = MAPPER.createObjectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private void answer(JsonNode message, JsonNode result) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", message.path("id"));
        answer.set("result", result);
        line(answer.toString());
    }

    private void fail(JsonNode message, int code, String text, JsonNode data) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", message.path("id"));
        ObjectNode error = answer.putObject("error");
        error.put("code", code).put("message", text);
        if (!data.isNull()) {
            error.set("data", data);
        }
        line(answer.toString());
    }

    private void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }
}
