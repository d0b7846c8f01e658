// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks of a server of 2025-11-25 for clients of 2026-07-28, and for clients that take none. */
final class TasksOfOlderServersTest extends TaskFixture {

    @Test
    void aStatelessClientRunsTasksOfAnOlderServer() {
        String id = tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                .path("taskId")
                .asString();

        assertThat(asked).containsExactly("may task={}");
        JsonNode working = tree(say("tasks/get", quoted(id), EXTENSION));
        assertThat(working.path("status").asString()).isEqualTo("working");
        assertThat(working.path("ttlMs").asInt()).isEqualTo(7);
        assertThat(working.path("pollIntervalMs").asInt()).isEqualTo(1);
        assertThat(working.has("ttl")).isFalse();

        status.put("t/1", "failed");
        JsonNode done = tree(say("tasks/get", quoted(id), EXTENSION));
        assertThat(done.path("status").asString()).isEqualTo("completed");
        assertThat(done.path("result").toString()).isEqualTo(raw(RESULT).tree().toString());
        assertThat(tree(say("tasks/cancel", quoted(id), EXTENSION))
                        .path("resultType")
                        .asString())
                .isEqualTo("complete");
    }

    @Test
    void aTaskOfAnOlderServerThatFailsCarriesItsError() {
        String id = tree(say("tools/call", "\"name\":\"old__must\"", EXTENSION))
                .path("taskId")
                .asString();
        status.put("t/1", "failed");
        servers.doing("old", "tasks/result", (params, context) -> {
            throw new UpstreamErrorException("old", new JsonRpcError(-32603, "broken", Optional.of(raw("[1]"))));
        });

        JsonNode state = tree(say("tasks/get", quoted(id), EXTENSION));

        assertThat(state.path("status").asString()).isEqualTo("failed");
        assertThat(state.path("error").toString()).isEqualTo("{\"code\":-32603,\"message\":\"broken\",\"data\":[1]}");
    }

    @Test
    void whatATaskOfAnOlderServerAsksIsAnsweredByUpdates() {
        String capabilities = "{\"elicitation\":{}," + EXTENSION.substring(1);
        String id = tree(say("tools/call", "\"name\":\"old__must\"", capabilities))
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

        JsonNode state = tree(say("tasks/get", quoted(id), capabilities));
        String key = state.path("inputRequests").propertyNames().iterator().next();
        String again = tree(say("tasks/get", quoted(id), capabilities))
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
            last = tree(say("tasks/get", quoted(id), capabilities))
                    .path("status")
                    .asString();
        }
        assertThat(last).isEqualTo("completed");
        assertThat(asked.getFirst()).isEqualTo("must task={}");
        assertThat(asked.get(1)).isEqualTo("answer {\"action\":\"accept\",\"content\":{}}");
    }

    @Test
    void whoCannotTakeTasksGetsThePlainResultOfAToolThatOnlyRunsAsOne() {
        assertThat(result(say("tools/call", "\"name\":\"old__must\"", "{}")).toString())
                .isEqualTo("{\"resultType\":\"complete\"," + RESULT.substring(1));
        assertThat(result(say(open("{}"), "tools/call", "\"name\":\"old__must\""))
                        .toString())
                .isEqualTo(RESULT);
        assertThat(result(say(
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

        awaitCancelled();
    }

    @Test
    void aToolThatNeedsNoTaskIsCalledPlainlyForWhoTakesNone() {
        assertThat(tree(say("tools/call", "\"name\":\"old__may\",\"task\":{}", "{}"))
                        .path("content")
                        .isArray())
                .isTrue();
        assertThat(tree(say("tools/call", "\"name\":\"old__plain\",\"task\":{}", EXTENSION))
                        .path("content")
                        .isArray())
                .isTrue();

        assertThat(asked).containsExactly("may", "plain");
    }
}
