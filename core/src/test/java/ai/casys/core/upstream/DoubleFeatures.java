// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@link DoubleServer} can besides its tools: prompts, resources, questions to the client, and the ways of
 * revision 2026-07-28. Behaves by the same {@code name=value} arguments.
 */
final class DoubleFeatures {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Map<String, String> behaviour;
    private final Consumer<String> out;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, BlockingQueue<JsonNode>> questions = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger lastQuestion = new AtomicInteger();
    private final AtomicInteger prompts = new AtomicInteger(1);

    DoubleFeatures(Map<String, String> behaviour, Consumer<String> out) {
        this.behaviour = behaviour;
        this.out = out;
    }

    boolean isModern() {
        return behaviour.containsKey("modern");
    }

    /** Adds what the server declares. */
    void declare(ObjectNode capabilities) {
        if (behaviour.containsKey("features")) {
            capabilities.putObject("prompts").put("listChanged", true);
            capabilities.putObject("resources").put("listChanged", true).put("subscribe", true);
            capabilities.putObject("logging");
            capabilities.putObject("completions");
        }
    }

    /** What a modern server says of itself. */
    JsonNode discovery() {
        ObjectNode result = MAPPER.createObjectNode();
        result.put("resultType", "complete").put("ttlMs", 0).put("cacheScope", "private");
        result.putArray("supportedVersions").add("2026-07-28");
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("tools").put("listChanged", true);
        declare(capabilities);
        result.putObject("_meta")
                .putObject("io.modelcontextprotocol/serverInfo")
                .put("name", "double")
                .put("version", "1.2.3");
        return result;
    }

    /** Takes the answer to a question of ours, or a notification; whether it was one. */
    boolean hear(String line, JsonNode message) {
        if (!message.has("method")) {
            BlockingQueue<JsonNode> waiting = questions.get(message.path("id").asString(""));
            if (waiting != null) {
                waiting.add(message);
            }
            return true;
        }
        seen.add(line);
        if (message.path("method").asString("").equals("notifications/cancelled")) {
            listeners.remove(message.path("params").path("requestId").toString());
        }
        return !message.has("id") && !message.path("method").asString("").equals("notifications/cancelled");
    }

    /** The answer to a request that is no tool call; null if it is unknown. */
    @Nullable
    JsonNode answer(JsonNode message) throws InterruptedException {
        JsonNode params = message.path("params");
        ObjectNode result = MAPPER.createObjectNode();
        switch (message.path("method").asString("")) {
            case "prompts/list" -> {
                Thread.sleep(Long.parseLong(behaviour.getOrDefault("slow-prompts", "0")));
                pages(
                        result,
                        "prompts",
                        params.path("cursor").asString("0"),
                        Integer.parseInt(behaviour.getOrDefault("prompt-pages", "1")));
            }
            case "resources/list" -> {
                ArrayNode resources = result.putArray("resources");
                for (int i = 0; i < Integer.parseInt(behaviour.getOrDefault("resources", "1")); i++) {
                    resources.addObject().put("uri", "test://" + i).put("name", "r" + i);
                }
                if (behaviour.containsKey("same-cursor")) {
                    result.put("nextCursor", "again");
                }
            }
            case "prompts/get", "completion/complete", "resources/read" -> result.set("echo", params);
            case "resources/subscribe", "resources/unsubscribe", "logging/setLevel" -> {
                if (params.path("uri").asString("").equals("test://refused")) {
                    return null;
                }
            }
            default -> {
                return null;
            }
        }
        return result;
    }

    private void pages(ObjectNode result, String member, String cursor, int pages) {
        int page = Integer.parseInt(cursor);
        ArrayNode list = result.putArray(member);
        for (int i = 0; i < (page == 0 ? prompts.get() : 1); i++) {
            list.addObject().put("name", "p" + page + "-" + i).putPOJO("unknown", 1.50);
        }
        list.add("no object");
        if (pages < 0 || page < pages - 1) {
            result.put("nextCursor", Integer.toString(page + 1));
        }
    }

    /** Opens a stream of changes. */
    void listen(JsonNode message) {
        JsonNode filter = message.path("params").path("notifications");
        listeners.put(message.path("id").toString(), filter);
        ObjectNode params = MAPPER.createObjectNode();
        params.set("notifications", filter);
        params.putObject("_meta").set("io.modelcontextprotocol/subscriptionId", message.path("id"));
        say("notifications/subscriptions/acknowledged", params);
    }

    /** The text of a tool's answer; null if the tool is another one's. */
    @Nullable
    String call(String tool, String line, JsonNode message) throws InterruptedException {
        JsonNode arguments = message.path("params").path("arguments");
        return switch (tool) {
            case "line" -> line;
            case "seen" -> String.join("\n", seen);
            case "ask" -> ask(arguments).toString();
            case "ask-and-withdraw" -> {
                String id = question(arguments);
                Thread.sleep(arguments.path("after").asLong(200));
                ObjectNode params = MAPPER.createObjectNode();
                params.put("requestId", id);
                say("notifications/cancelled", params);
                yield "withdrawn";
            }
            case "ask-later" -> {
                Thread.ofVirtual().start(() -> {
                    try {
                        Thread.sleep(arguments.path("after").asLong(50));
                        seen.add("later " + ask(arguments));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                yield "asks later";
            }
            case "ask-much" -> {
                List<String> ids = IntStream.range(0, arguments.path("times").asInt())
                        .mapToObj(_ -> question(arguments))
                        .toList();
                int refused = 0;
                for (String id : ids) {
                    refused += answerTo(id).has("error") ? 1 : 0;
                }
                yield Integer.toString(refused);
            }
            case "say" -> {
                for (int i = 0; i < arguments.path("times").asInt(1); i++) {
                    say(arguments.path("method").asString(), arguments.path("params"));
                }
                yield "said";
            }
            case "more-prompts" -> {
                prompts.incrementAndGet();
                say("notifications/prompts/list_changed", MAPPER.createObjectNode());
                yield "more";
            }
            case "listening" ->
                String.join(
                        "\n",
                        listeners.values().stream().map(JsonNode::toString).toList());
            case "stop-listening" -> {
                listeners.keySet().forEach(this::endListening);
                yield "stopped";
            }
            default -> null;
        };
    }

    /** A result that asks for input, as long as it was not given; null if the tool is another one's. */
    @Nullable
    JsonNode inputRequired(String tool, JsonNode params) {
        if (!tool.startsWith("input")) {
            return null;
        }
        ObjectNode result = MAPPER.createObjectNode();
        int round = params.path("requestState").asString("0/").split("/", 2)[0].charAt(0) - '0';
        int rounds = params.path("arguments").path("rounds").asInt(1);
        if (round >= rounds) {
            result.put("resultType", "complete");
            result.putArray("content").addObject().put("type", "text").put("text", params.toString());
            return result;
        }
        result.put("resultType", "input_required");
        result.put("requestState", Math.min(9, round + 1) + "/\u00e9\"\\ opaque");
        if (!tool.equals("input-state")) {
            ObjectNode requests = result.putObject("inputRequests");
            for (String name : List.of("a", "b")) {
                ObjectNode request = requests.putObject(name);
                request.put("method", params.path("arguments").path("method").asString("elicitation/create"));
                request.putObject("params").put("message", "who is " + name + "?");
            }
        }
        return result;
    }

    private void endListening(String id) {
        listeners.remove(id);
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", MAPPER.readTree(id));
        answer.putObject("result").put("resultType", "complete").putObject("_meta");
        out.accept(answer.toString());
    }

    private JsonNode ask(JsonNode arguments) throws InterruptedException {
        return answerTo(question(arguments));
    }

    private JsonNode answerTo(String id) throws InterruptedException {
        JsonNode answer = Objects.requireNonNull(questions.get(id)).poll(60, TimeUnit.SECONDS);
        return answer == null ? MAPPER.createObjectNode().put("none", true) : answer;
    }

    private String question(JsonNode arguments) {
        String id = "q" + lastQuestion.incrementAndGet();
        questions.put(id, new LinkedBlockingQueue<>());
        ObjectNode question = MAPPER.createObjectNode();
        question.put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", arguments.path("method").asString());
        question.set("params", arguments.path("params"));
        out.accept(question.toString());
        return id;
    }

    private void say(String method, JsonNode params) {
        ObjectNode message = MAPPER.createObjectNode();
        message.put("jsonrpc", "2.0").put("method", method);
        if (params.isObject()) {
            message.set("params", params);
        }
        out.accept(message.toString());
    }
}
