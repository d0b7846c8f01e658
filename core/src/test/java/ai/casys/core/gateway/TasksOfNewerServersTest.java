// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Audience;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks of a server of 2026-07-28 for clients of 2025-11-25. */
final class TasksOfNewerServersTest extends TaskFixture {

    @Test
    void aSessionRunsTasksOfANewerServer() {
        Session session = open("{}");
        JsonNode created = tree(say(session, "tools/call", "\"name\":\"new__job\",\"task\":{\"ttl\":1}"));
        String id = created.at("/task/taskId").asString();

        assertThat(asked).containsExactly("job extension");
        assertThat(created.propertyNames()).containsExactly("task");
        assertThat(created.at("/task/ttl").asInt()).isEqualTo(7);
        assertThat(tree(say(session, "tasks/get", quoted(id)))
                        .path("pollInterval")
                        .asInt())
                .isEqualTo(1);
        status.put("t/1", "completed");
        assertThat(result(say(session, "tasks/result", quoted(id))).toString())
                .isEqualTo(RELATED_RESULT.replace("t/1", id));
        assertThat(error(say(session, "tasks/cancel", quoted(id))).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
        status.put("t/1", "working");
        assertThat(tree(say(session, "tasks/cancel", quoted(id))).path("status").asString())
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

        assertThat(result(say(open("{}"), "tools/call", "\"name\":\"new__job\""))
                        .toString())
                .isEqualTo(RESULT);
        assertThat(error(say("tools/call", "\"name\":\"new__job\"", "{}")).code())
                .isEqualTo(-32021);
    }

    @Test
    void whatATaskOfANewerServerAsksReachesTheSession() {
        Session session = open("{\"elicitation\":{}}");
        String id = tree(say(session, "tools/call", "\"name\":\"new__job\",\"task\":{}"))
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

        assertThat(tree(answer).path("content").isArray()).isTrue();
        assertThat(asked)
                .containsExactly(
                        "job extension",
                        "{\"message\":\"Who?\",\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"" + id
                                + "\"}}}",
                        "{\"taskId\":\"t/1\",\"inputResponses\":{\"who\":{\"action\":\"cancel\"}}}");
    }

    @Test
    void newsOfATaskReachItsOwnerUnderTheIdItKnows() {
        Session session = open("{}");
        List<ClientLink> owner = new ArrayList<>();
        tools.doing("new:job", (arguments, context) -> {
            owner.add(context.client());
            return newServer(context);
        });
        String id = tree(say(session, "tools/call", "\"name\":\"new__job\",\"task\":{}"))
                .at("/task/taskId")
                .asString();
        RawJson news = raw(TASK.formatted("t/1", "working").formatted("", "ttlMs", "pollIntervalMs"));
        RecordingReceiver receiver = new RecordingReceiver();

        gateway.notified(
                "new",
                new JsonRpcNotification("notifications/tasks", Optional.of(news)),
                new Audience.Client(owner.getFirst()));
        gateway.notified(
                "new",
                new JsonRpcNotification("notifications/tasks", Optional.of(news)),
                new Audience.User(Caller.LOCAL.owner()));
        session.log().unsolicited().attach(receiver);

        assertThat(receiver.messages()).hasSize(1);
        assertThat(receiver.messages().getFirst())
                .contains("notifications/tasks/status", "\"taskId\":\"" + id + "\"", "\"ttl\":7");
    }
}
