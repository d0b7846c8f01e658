// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** A server of each era whose one task is in the state that a test says, and clients of both eras. */
abstract class TaskFixture {

    static final String EXTENSION = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    static final String RESULT = "{\"content\":[{\"type\":\"text\",\"text\":\"42\"}],\"x\":1.50}";
    static final String RELATED_RESULT = "{\"content\":[{\"type\":\"text\",\"text\":\"42\"}],\"x\":1.50,"
            + "\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t/1\"}}}";
    static final String TASK = "{\"taskId\":\"%s\",\"status\":\"%s\",\"createdAt\":\"2026-01-01T00:00:00Z\","
            + "\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\"%%s,\"%%s\":7,\"%%s\":1,\"odd\":[1.0]}";

    final Catalog catalog = new Catalog();
    final FakeTools tools = new FakeTools(catalog);
    final FakeServers servers = new FakeServers().speaking("old", Era.LEGACY).speaking("new", Era.MODERN);
    final ToolSearch search = ToolSearch.over(catalog);
    final Map<String, String> status = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Gateway gateway = new Gateway(
            TestParts.options(new Exposure.All(), Optional.empty(), 10),
            TestParts.of(catalog, search, tools, servers, InstantSource.system()));
    final AtomicInteger lastId = new AtomicInteger();

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

    String known(RawJson params) {
        assertThat(params.tree().path("taskId").asString()).isEqualTo("t/1");
        return TASK.formatted("t/1", status.get("t/1"));
    }

    RawJson oldServer(String tool, CallContext context) {
        JsonNode task = context.params().tree().path("task");
        asked.add(task.isObject() ? tool + " task=" + task : tool);
        return task.isObject()
                ? raw("{\"task\":" + TASK.formatted("t/1", status.get("t/1")).formatted("", "ttl", "pollInterval")
                        + "}")
                : raw(RESULT);
    }

    RawJson newServer(CallContext context) {
        boolean takesTasks =
                context.client().capabilities().tree().path("extensions").has("io.modelcontextprotocol/tasks");
        asked.add("job" + (takesTasks ? " extension" : "")
                + (context.params().tree().has("task") ? " task" : ""));
        return takesTasks
                ? raw(TASK.formatted("t/1", status.get("t/1"))
                        .formatted(",\"resultType\":\"task\"", "ttlMs", "pollIntervalMs"))
                : raw(RESULT);
    }

    void awaitCancelled() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!"cancelled".equals(status.get("t/1")) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(status).containsEntry("t/1", "cancelled");
    }

    Answer.Opened opened(String version, String capabilities) {
        JsonRpcRequest request = request(
                "initialize",
                "{\"protocolVersion\":\"" + version + "\",\"capabilities\":" + capabilities
                        + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
        return (Answer.Opened) gateway.handle(inbound(request, Optional.empty(), Caller.LOCAL), ClientStream.NONE);
    }

    Session open(String capabilities) {
        return opened("2025-11-25", capabilities).session();
    }

    Answer say(Session session, String method, String params) {
        return gateway.handle(
                inbound(request(method, "{" + params + "}"), Optional.of(session), Caller.LOCAL), ClientStream.NONE);
    }

    Answer say(String method, String params, String capabilities) {
        return say(method, params, capabilities, Caller.LOCAL);
    }

    Answer say(String method, String params, String capabilities, Caller caller) {
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
        String all = params.isEmpty() ? meta : params + "," + meta;
        return gateway.handle(inbound(request(method, "{" + all + "}"), Optional.empty(), caller), ClientStream.NONE);
    }

    JsonRpcRequest request(String method, String params) {
        return new JsonRpcRequest(new RequestId.IntegerId(lastId.incrementAndGet()), method, Optional.of(raw(params)));
    }

    static JsonNode tree(Answer answer) {
        return result(answer).tree();
    }

    static String quoted(String id) {
        return "\"taskId\":\"" + id + "\"";
    }

    static Tool tool(String name, String support) {
        String execution = support.isEmpty() ? "" : ",\"execution\":{\"taskSupport\":\"" + support + "\"}";
        return Tool.parse(raw("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}" + execution + "}"));
    }
}
