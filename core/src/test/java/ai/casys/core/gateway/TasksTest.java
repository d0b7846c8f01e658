// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class TasksTest {

    private static final String EXTENSION = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    private static final String RESULT = "{\"content\":[{\"type\":\"text\",\"text\":\"42\"}],\"x\":1.50}";
    private static final String RELATED_RESULT = "{\"content\":[{\"type\":\"text\",\"text\":\"42\"}],\"x\":1.50,"
            + "\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t/1\"}}}";
    private static final Caller STRANGER = new Caller(
            Caller.LOCAL.tenant(), new UserId(UUID.fromString("00000000-0000-4000-8000-0000000000aa")), Set.of("*"));
    private static final Caller OTHER_TENANT = new Caller(
            new TenantId(UUID.fromString("00000000-0000-4000-8000-0000000000bb")), Caller.LOCAL.user(), Set.of("*"));

    private final Catalog catalog = new Catalog();
    private final FakeTools tools = new FakeTools(catalog);
    private final FakeServers servers =
            new FakeServers().speaking("old", Era.LEGACY).speaking("new", Era.MODERN);
    private final ToolSearch search = ToolSearch.over(catalog);
    private final Map<String, String> status = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Gateway gateway = new Gateway(
            new GatewayOptions(
                    new Implementation("casys", "1.2.3"),
                    new Exposure.All(),
                    Optional.empty(),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(60),
                    10),
            TestParts.of(catalog, search, tools, servers, InstantSource.system()));
    private final AtomicInteger lastId = new AtomicInteger();

    @BeforeEach
    void twoServersWithTasks() {
        catalog.replaceServer(
                "old", List.of(tool("must", "required"), tool("may", "optional"), tool("plain", "forbidden")));
        catalog.replaceServer("new", List.of(tool("job", "")));
        for (String name : List.of("must", "may", "plain")) {
            tools.doing("old:" + name, (arguments, context) -> oldServer(name, context));
        }
        tools.doing("new:job", (arguments, context) -> newServer(context));
        status.put("t/1", "working");
        servers.doing("old", "tasks/get", (params, context) -> raw(known(params).formatted("", "ttl", "pollInterval")))
                .doing("old", "tasks/cancel", (params, context) -> {
                    if (!status.get("t/1").equals("working")) {
                        throw new UpstreamErrorException("old", new JsonRpcError(-32602, "over already"));
                    }
                    status.put("t/1", "cancelled");
                    return raw(known(params).formatted("", "ttl", "pollInterval"));
                })
                .doing("old", "tasks/result", (params, context) -> {
                    known(params);
                    return raw(RELATED_RESULT);
                })
                .doing("new", "tasks/cancel", (params, context) -> {
                    known(params);
                    status.put("t/1", "cancelled");
                    return raw("{\"resultType\":\"complete\"}");
                })
                .doing("new", "tasks/get", (params, context) -> {
                    String more = status.get("t/1").equals("completed") ? ",\"result\":" + RESULT : "";
                    return raw(known(params).formatted(more, "ttlMs", "pollIntervalMs"));
                });
    }

    @AfterEach
    void close() {
        gateway.close();
        search.close();
    }

    @Test
    void betweenPeersOf20251125OnlyIdsChange() {
        Session session = open("{}");
        JsonNode created = result(say(session, "tools/call", "\"name\":\"old__may\",\"task\":{\"ttl\":5}"));
        String id = created.at("/task/taskId").asString();

        assertThat(asked).containsExactly("may task={\"ttl\":5}");
        assertThat(id).startsWith("old.").doesNotContain("t/1");
        JsonNode state = result(say(session, "tasks/get", quoted(id)));
        assertThat(state.path("taskId").asString()).isEqualTo(id);
        assertThat(state.path("ttl").asInt()).isEqualTo(7);
        assertThat(raw(say(session, "tasks/result", quoted(id))).toString())
                .isEqualTo(RELATED_RESULT.replace("t/1", id));
        assertThat(result(say(session, "tasks/list", "")).at("/tasks/0/taskId").asString())
                .isEqualTo(id);
        assertThat(result(say(session, "tasks/cancel", quoted(id)))
                        .path("status")
                        .asString())
                .isEqualTo("cancelled");
        assertThat(error(say(session, "tasks/update", quoted(id))).code()).isEqualTo(JsonRpcError.METHOD_NOT_FOUND);
    }

    @Test
    void betweenPeersOf20260728OnlyIdsChange() {
        JsonNode created = result(say("tools/call", "\"name\":\"new__job\",\"task\":{}", EXTENSION));
        String id = created.path("taskId").asString();

        assertThat(asked).containsExactly("job extension");
        assertThat(created.path("resultType").asString()).isEqualTo("task");
        assertThat(created.path("odd").toString()).isEqualTo("[1.0]");
        status.put("t/1", "completed");
        JsonNode state = result(say("tasks/get", quoted(id), EXTENSION));
        assertThat(state.path("taskId").asString()).isEqualTo(id);
        assertThat(state.path("result").toString()).isEqualTo(raw(RESULT).tree().toString());
        assertThat(result(say("tasks/cancel", quoted(id), EXTENSION))
                        .path("resultType")
                        .asString())
                .isEqualTo("complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    void withoutTheExtensionAStatelessClientIsToldWhatItLacks(String method) {
        JsonRpcError error = error(say(method, quoted("x"), "{}"));

        assertThat(error.code()).isEqualTo(-32021);
        assertThat(error.data().orElseThrow())
                .hasToString("{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/result", "tasks/list"})
    void theStatelessEraHasNeitherResultNorList(String method) {
        assertThat(error(say(method, quoted("x"), EXTENSION)).code()).isEqualTo(JsonRpcError.METHOD_NOT_FOUND);
    }

    @Test
    void aStatelessClientRunsTasksOfAnOlderServer() {
        String id = result(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                .path("taskId")
                .asString();

        assertThat(asked).containsExactly("may task={}");
        JsonNode working = result(say("tasks/get", quoted(id), EXTENSION));
        assertThat(working.path("status").asString()).isEqualTo("working");
        assertThat(working.path("ttlMs").asInt()).isEqualTo(7);
        assertThat(working.path("pollIntervalMs").asInt()).isEqualTo(1);
        assertThat(working.has("ttl")).isFalse();

        status.put("t/1", "failed");
        JsonNode done = result(say("tasks/get", quoted(id), EXTENSION));
        assertThat(done.path("status").asString()).isEqualTo("completed");
        assertThat(done.path("result").toString()).isEqualTo(raw(RESULT).tree().toString());
        assertThat(result(say("tasks/cancel", quoted(id), EXTENSION))
                        .path("resultType")
                        .asString())
                .isEqualTo("complete");
    }

    @Test
    void aTaskOfAnOlderServerThatFailsCarriesItsError() {
        String id = result(say("tools/call", "\"name\":\"old__must\"", EXTENSION))
                .path("taskId")
                .asString();
        status.put("t/1", "failed");
        servers.doing("old", "tasks/result", (params, context) -> {
            throw new UpstreamErrorException("old", new JsonRpcError(-32603, "broken", Optional.of(raw("[1]"))));
        });

        JsonNode state = result(say("tasks/get", quoted(id), EXTENSION));

        assertThat(state.path("status").asString()).isEqualTo("failed");
        assertThat(state.path("error").toString()).isEqualTo("{\"code\":-32603,\"message\":\"broken\",\"data\":[1]}");
    }

    @Test
    void whatATaskOfAnOlderServerAsksIsAnsweredByUpdates() {
        String capabilities = "{\"elicitation\":{}," + EXTENSION.substring(1);
        String id = result(say("tools/call", "\"name\":\"old__must\"", capabilities))
                .path("taskId")
                .asString();
        status.put("t/1", "input_required");
        servers.doing("old", "tasks/result", (params, context) -> {
            if (status.get("t/1").equals("completed")) {
                return raw(RESULT);
            }
            RawJson answer = context.client()
                    .ask(
                            "elicitation/create",
                            Optional.of(raw("{\"message\":\"Who?\",\"requestedSchema\":{},\"_meta\":{"
                                    + "\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t/1\"}}}")),
                            context.cancellation());
            asked.add("answer " + answer);
            status.put("t/1", "completed");
            return raw(RESULT);
        });

        JsonNode state = result(say("tasks/get", quoted(id), capabilities));
        String key = state.path("inputRequests").propertyNames().iterator().next();
        String again = result(say("tasks/get", quoted(id), capabilities))
                .path("inputRequests")
                .propertyNames()
                .iterator()
                .next();

        assertThat(state.path("status").asString()).isEqualTo("input_required");
        assertThat(state.path("inputRequests").path(key).toString())
                .isEqualTo(
                        "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\",\"requestedSchema\":{}}}");
        assertThat(again).isEqualTo(key);
        say(
                "tasks/update",
                quoted(id) + ",\"inputResponses\":{\"other\":{},\"" + key + "\":{\"odd\":1}}",
                capabilities);
        assertThat(asked).hasSize(1);
        say(
                "tasks/update",
                quoted(id) + ",\"inputResponses\":{\"" + key + "\":{\"action\":\"accept\",\"content\":{}}}",
                capabilities);
        String last = "";
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!last.equals("completed") && System.nanoTime() < end) {
            last = result(say("tasks/get", quoted(id), capabilities))
                    .path("status")
                    .asString();
        }
        assertThat(last).isEqualTo("completed");
        assertThat(asked.getFirst()).isEqualTo("must task={}");
        assertThat(asked.get(1)).isEqualTo("answer {\"action\":\"accept\",\"content\":{}}");
    }

    @Test
    void whoCannotTakeTasksGetsThePlainResultOfAToolThatOnlyRunsAsOne() {
        assertThat(raw(say("tools/call", "\"name\":\"old__must\"", "{}")).toString())
                .isEqualTo("{\"resultType\":\"complete\"," + RESULT.substring(1));
        assertThat(raw(say(open("{}"), "tools/call", "\"name\":\"old__must\"")).toString())
                .isEqualTo(RESULT);
        assertThat(raw(say(
                                open("{}"),
                                "tools/call",
                                "\"name\":\"call_tool\",\"arguments\":{\"name\":\"old__must\",\"arguments\":{}}"))
                        .toString())
                .isEqualTo(RESULT);
        assertThat(asked).containsExactly("must task={}", "must task={}", "must task={}");
    }

    @Test
    void aTaskWhoseResultNobodyWaitsForAnyMoreIsCancelled() {
        servers.doing("old", "tasks/result", (params, context) -> {
            throw new CasysException(ErrorCategory.TIMEOUT, "too slow");
        });

        assertThat(error(say("tools/call", "\"name\":\"old__must\"", "{}")).message())
                .isEqualTo("too slow");

        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!"cancelled".equals(status.get("t/1")) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(status).containsEntry("t/1", "cancelled");
    }

    @Test
    void aToolThatNeedsNoTaskIsCalledPlainlyForWhoTakesNone() {
        assertThat(result(say("tools/call", "\"name\":\"old__may\",\"task\":{}", "{}"))
                        .path("content")
                        .isArray())
                .isTrue();
        assertThat(result(say("tools/call", "\"name\":\"old__plain\",\"task\":{}", EXTENSION))
                        .path("content")
                        .isArray())
                .isTrue();

        assertThat(asked).containsExactly("may", "plain");
    }

    @Test
    void aSessionRunsTasksOfANewerServer() {
        Session session = open("{}");
        JsonNode created = result(say(session, "tools/call", "\"name\":\"new__job\",\"task\":{\"ttl\":1}"));
        String id = created.at("/task/taskId").asString();

        assertThat(asked).containsExactly("job extension");
        assertThat(created.propertyNames()).containsExactly("task");
        assertThat(created.at("/task/ttl").asInt()).isEqualTo(7);
        assertThat(result(say(session, "tasks/get", quoted(id)))
                        .path("pollInterval")
                        .asInt())
                .isEqualTo(1);
        status.put("t/1", "completed");
        assertThat(raw(say(session, "tasks/result", quoted(id))).toString())
                .isEqualTo(RELATED_RESULT.replace("t/1", id));
        assertThat(error(say(session, "tasks/cancel", quoted(id))).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
        status.put("t/1", "working");
        assertThat(result(say(session, "tasks/cancel", quoted(id)))
                        .path("status")
                        .asString())
                .isEqualTo("cancelled");
        assertThat(error(say(session, "tasks/result", quoted(id))).message()).contains("cancelled");
    }

    @Test
    void aSessionWithoutTasksGetsThePlainResultOfANewerServersTask() {
        status.put("t/1", "completed");
        tools.doing("new:job", (arguments, context) -> {
            if (context.client().capabilities().tree().has("extensions")) {
                return newServer(context);
            }
            throw new UpstreamErrorException(
                    "new",
                    new JsonRpcError(
                            -32021,
                            "tasks!",
                            Optional.of(
                                    raw(
                                            "{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}"))));
        });

        assertThat(raw(say(open("{}"), "tools/call", "\"name\":\"new__job\"")).toString())
                .isEqualTo(RESULT);
        assertThat(error(say("tools/call", "\"name\":\"new__job\"", "{}")).code())
                .isEqualTo(-32021);
    }

    @Test
    void whatATaskOfANewerServerAsksReachesTheSession() {
        Session session = open("{\"elicitation\":{}}");
        String id = result(say(session, "tools/call", "\"name\":\"new__job\",\"task\":{}"))
                .at("/task/taskId")
                .asString();
        status.put("t/1", "input_required");
        servers.doing(
                        "new",
                        "tasks/get",
                        (params, context) -> raw(known(params)
                                .formatted(
                                        status.get("t/1").equals("completed")
                                                ? ",\"result\":" + RESULT
                                                : ",\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\"}}}",
                                        "ttlMs",
                                        "pollIntervalMs")))
                .doing("new", "tasks/update", (params, context) -> {
                    asked.add(params.toString());
                    status.put("t/1", "completed");
                    return raw("{}");
                });
        ClientStream client = message -> {
            if (message instanceof JsonRpcRequest question) {
                asked.add(question.params().orElseThrow().toString());
                JsonRpcResult answer = new JsonRpcResult(question.id(), raw("{\"action\":\"cancel\"}"));
                gateway.handle(inbound(answer, Optional.of(session), Caller.LOCAL), ClientStream.NONE);
            }
        };

        Answer answer = gateway.handle(
                inbound(request("tasks/result", "{" + quoted(id) + "}"), Optional.of(session), Caller.LOCAL), client);

        assertThat(result(answer).path("content").isArray()).isTrue();
        assertThat(asked)
                .containsExactly(
                        "job extension",
                        "{\"message\":\"Who?\",\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"" + id
                                + "\"}}}",
                        "{\"taskId\":\"t/1\",\"inputResponses\":{\"who\":{\"action\":\"cancel\"}}}");
    }

    @Test
    void anIdLeadsNobodyElseToTheTask() {
        String id = result(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                .path("taskId")
                .asString();

        for (Caller caller : List.of(STRANGER, OTHER_TENANT)) {
            JsonRpcError error = error(say("tasks/get", quoted(id), EXTENSION, caller));
            assertThat(error.code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
            assertThat(error.message()).contains("no such task");
        }
        assertThat(result(say("tools/call", "\"name\":\"old__may\"", EXTENSION, STRANGER))
                        .path("taskId")
                        .asString())
                .startsWith("old.")
                .isNotEqualTo(id);
        assertThat(result(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                        .path("taskId")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void whatIsNoIdOfThisGatewayLeadsToNoTask() {
        String id = result(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                .path("taskId")
                .asString();
        List<String> wrong = new ArrayList<>(List.of("", ".", "..", "t/1", "old.t/1.x", "x".repeat(100_000)));
        for (int i = 0; i < id.length(); i += 7) {
            wrong.add(id.substring(0, i) + (id.charAt(i) == 'A' ? 'B' : 'A') + id.substring(i + 1));
        }
        wrong.add(id + "A");
        wrong.add(id.replaceFirst("old", "new"));

        for (String other : wrong) {
            assertThat(error(say("tasks/get", quoted(other), EXTENSION)).message())
                    .as(other)
                    .contains("no such task");
        }
        assertThat(error(say("tasks/get", "\"taskId\":7", EXTENSION)).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void aTaskThatTheServerHasForgottenIsAsTheServerSays() {
        Session session = open("{}");
        String id = result(say(session, "tools/call", "\"name\":\"old__may\",\"task\":{}"))
                .at("/task/taskId")
                .asString();
        servers.doing("old", "tasks/get", (params, context) -> {
            throw new UpstreamErrorException("old", new JsonRpcError(-32602, "expired"));
        });

        assertThat(error(say(session, "tasks/get", quoted(id))).message()).isEqualTo("expired");
        assertThat(result(say(session, "tasks/list", "")).path("tasks")).isEmpty();
    }

    @Test
    void aListShowsOnlyTheCallersOwnTasks() {
        say("tools/call", "\"name\":\"old__may\"", EXTENSION, STRANGER);

        assertThat(result(say(open("{}"), "tasks/list", "")).path("tasks")).isEmpty();
    }

    @Test
    void newsOfATaskReachItsOwnerUnderTheIdItKnows() {
        Session session = open("{}");
        List<ClientLink> owner = new ArrayList<>();
        tools.doing("new:job", (arguments, context) -> {
            owner.add(context.client());
            return newServer(context);
        });
        String id = result(say(session, "tools/call", "\"name\":\"new__job\",\"task\":{}"))
                .at("/task/taskId")
                .asString();
        RawJson news = raw(TASK.formatted("t/1", "working").formatted("", "ttlMs", "pollIntervalMs"));
        RecordingReceiver receiver = new RecordingReceiver();

        gateway.notified(
                "new",
                new JsonRpcNotification("notifications/tasks", Optional.of(news)),
                Optional.of(owner.getFirst()));
        gateway.notified("new", new JsonRpcNotification("notifications/tasks", Optional.of(news)), Optional.empty());
        session.log().unsolicited().attach(receiver);

        assertThat(receiver.messages()).hasSize(1);
        assertThat(receiver.messages().getFirst())
                .contains("notifications/tasks/status", "\"taskId\":\"" + id + "\"", "\"ttl\":7");
    }

    @Test
    void bothErasAreToldThatTasksExist() {
        JsonNode legacy = opened("2025-11-25", "{}").result().result().tree();
        JsonNode older = opened("2025-06-18", "{}").result().result().tree();
        JsonNode modern = result(say("server/discover", "", EXTENSION));

        assertThat(legacy.at("/capabilities/tasks").toString())
                .isEqualTo("{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");
        assertThat(older.path("capabilities").has("tasks")).isFalse();
        assertThat(modern.path("capabilities").has("tasks")).isFalse();
        assertThat(modern.path("capabilities").path("extensions").has("io.modelcontextprotocol/tasks"))
                .isTrue();
    }

    private static final String TASK = "{\"taskId\":\"%s\",\"status\":\"%s\",\"createdAt\":\"2026-01-01T00:00:00Z\","
            + "\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\"%%s,\"%%s\":7,\"%%s\":1,\"odd\":[1.0]}";

    private String known(RawJson params) {
        assertThat(params.tree().path("taskId").asString()).isEqualTo("t/1");
        return TASK.formatted("t/1", status.get("t/1"));
    }

    private RawJson oldServer(String tool, CallContext context) {
        JsonNode task = context.params().tree().path("task");
        asked.add(task.isObject() ? tool + " task=" + task : tool);
        return task.isObject()
                ? raw("{\"task\":" + TASK.formatted("t/1", status.get("t/1")).formatted("", "ttl", "pollInterval")
                        + "}")
                : raw(RESULT);
    }

    private RawJson newServer(CallContext context) {
        boolean takesTasks =
                context.client().capabilities().tree().path("extensions").has("io.modelcontextprotocol/tasks");
        asked.add("job" + (takesTasks ? " extension" : "")
                + (context.params().tree().has("task") ? " task" : ""));
        return takesTasks
                ? raw(TASK.formatted("t/1", status.get("t/1"))
                        .formatted(",\"resultType\":\"task\"", "ttlMs", "pollIntervalMs"))
                : raw(RESULT);
    }

    private Answer.Opened opened(String version, String capabilities) {
        JsonRpcRequest request = request(
                "initialize",
                "{\"protocolVersion\":\"" + version + "\",\"capabilities\":" + capabilities
                        + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
        return (Answer.Opened) gateway.handle(inbound(request, Optional.empty(), Caller.LOCAL), ClientStream.NONE);
    }

    private Session open(String capabilities) {
        return opened("2025-11-25", capabilities).session();
    }

    private Answer say(Session session, String method, String params) {
        return gateway.handle(
                inbound(request(method, "{" + params + "}"), Optional.of(session), Caller.LOCAL), ClientStream.NONE);
    }

    private Answer say(String method, String params, String capabilities) {
        return say(method, params, capabilities, Caller.LOCAL);
    }

    private Answer say(String method, String params, String capabilities, Caller caller) {
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
        String all = params.isEmpty() ? meta : params + "," + meta;
        return gateway.handle(inbound(request(method, "{" + all + "}"), Optional.empty(), caller), ClientStream.NONE);
    }

    private static Inbound inbound(JsonRpcMessage message, Optional<Session> session, Caller caller) {
        return new Inbound(message, caller, session, Optional.empty(), UUID.randomUUID());
    }

    private JsonRpcRequest request(String method, String params) {
        return new JsonRpcRequest(new RequestId.IntegerId(lastId.incrementAndGet()), method, Optional.of(raw(params)));
    }

    private static RawJson raw(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Reply.class);
        assertThat(((Answer.Reply) answer).message()).isInstanceOf(JsonRpcResult.class);
        return ((JsonRpcResult) ((Answer.Reply) answer).message()).result();
    }

    private static JsonNode result(Answer answer) {
        return raw(answer).tree();
    }

    private static JsonRpcError error(Answer answer) {
        assertThat(((Answer.Reply) answer).message()).isInstanceOf(JsonRpcFailure.class);
        return ((JsonRpcFailure) ((Answer.Reply) answer).message()).error();
    }

    private static String quoted(String id) {
        return "\"taskId\":\"" + id + "\"";
    }

    private static Tool tool(String name, String support) {
        String execution = support.isEmpty() ? "" : ",\"execution\":{\"taskSupport\":\"" + support + "\"}";
        return Tool.parse(raw("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}" + execution + "}"));
    }

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }
}
