// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tasks between peers of one era, and whose they are. */
final class TasksTest extends TaskFixture {

    private static final Caller STRANGER = new Caller(
            Caller.LOCAL.tenant(), new UserId(UUID.fromString("00000000-0000-4000-8000-0000000000aa")), Set.of("*"));
    private static final Caller OTHER_TENANT = new Caller(
            new TenantId(UUID.fromString("00000000-0000-4000-8000-0000000000bb")), Caller.LOCAL.user(), Set.of("*"));

    @Test
    void betweenPeersOf20251125OnlyIdsChange() {
        Session session = open("{}");
        JsonNode created = tree(say(session, "tools/call", "\"name\":\"old__may\",\"task\":{\"ttl\":5}"));
        String id = created.at("/task/taskId").asString();

        assertThat(asked).containsExactly("may task={\"ttl\":5}");
        assertThat(id).startsWith("old.").doesNotContain("t/1");
        JsonNode state = tree(say(session, "tasks/get", quoted(id)));
        assertThat(state.path("taskId").asString()).isEqualTo(id);
        assertThat(state.path("ttl").asInt()).isEqualTo(7);
        assertThat(result(say(session, "tasks/result", quoted(id))).toString())
                .isEqualTo(RELATED_RESULT.replace("t/1", id));
        assertThat(tree(say(session, "tasks/list", "")).at("/tasks/0/taskId").asString())
                .isEqualTo(id);
        assertThat(tree(say(session, "tasks/cancel", quoted(id))).path("status").asString())
                .isEqualTo("cancelled");
        assertThat(error(say(session, "tasks/update", quoted(id))).code()).isEqualTo(JsonRpcError.METHOD_NOT_FOUND);
    }

    @Test
    void betweenPeersOf20260728OnlyIdsChange() {
        JsonNode created = tree(say("tools/call", "\"name\":\"new__job\",\"task\":{}", EXTENSION));
        String id = created.path("taskId").asString();

        assertThat(asked).containsExactly("job extension");
        assertThat(created.path("resultType").asString()).isEqualTo("task");
        assertThat(created.path("odd").toString()).isEqualTo("[1.0]");
        status.put("t/1", "completed");
        JsonNode state = tree(say("tasks/get", quoted(id), EXTENSION));
        assertThat(state.path("taskId").asString()).isEqualTo(id);
        assertThat(state.path("result").toString()).isEqualTo(raw(RESULT).tree().toString());
        assertThat(tree(say("tasks/cancel", quoted(id), EXTENSION))
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
    void anIdLeadsNobodyElseToTheTask() {
        String id = tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                .path("taskId")
                .asString();

        for (Caller caller : List.of(STRANGER, OTHER_TENANT)) {
            JsonRpcError error = error(say("tasks/get", quoted(id), EXTENSION, caller));
            assertThat(error.code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
            assertThat(error.message()).contains("no such task");
        }
        assertThat(tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION, STRANGER))
                        .path("taskId")
                        .asString())
                .startsWith("old.")
                .isNotEqualTo(id);
        assertThat(tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                        .path("taskId")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void whatIsNoIdOfThisGatewayLeadsToNoTask() {
        String id = tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
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
        String id = tree(say(session, "tools/call", "\"name\":\"old__may\",\"task\":{}"))
                .at("/task/taskId")
                .asString();
        servers.doing("old", "tasks/get", (params, context) -> {
            throw new UpstreamErrorException("old", new JsonRpcError(-32602, "expired"));
        });

        assertThat(error(say(session, "tasks/get", quoted(id))).message()).isEqualTo("expired");
        assertThat(tree(say(session, "tasks/list", "")).path("tasks")).isEmpty();
    }

    @Test
    void aListShowsOnlyTheCallersOwnTasks() {
        say("tools/call", "\"name\":\"old__may\"", EXTENSION, STRANGER);

        assertThat(tree(say(open("{}"), "tasks/list", "")).path("tasks")).isEmpty();
    }

    @Test
    void bothErasAreToldThatTasksExist() {
        JsonNode legacy = opened("2025-11-25", "{}").result().result().tree();
        JsonNode older = opened("2025-06-18", "{}").result().result().tree();
        JsonNode modern = tree(say("server/discover", "", EXTENSION));

        assertThat(legacy.at("/capabilities/tasks").toString())
                .isEqualTo("{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");
        assertThat(older.path("capabilities").has("tasks")).isFalse();
        assertThat(modern.path("capabilities").has("tasks")).isFalse();
        assertThat(modern.path("capabilities").path("extensions").has("io.modelcontextprotocol/tasks"))
                .isTrue();
    }
}
