// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients that listen for news of their tasks, and ids that have come to mean another task. */
final class TaskNewsTest extends TaskFixture {

    private static final Caller STRANGER = new Caller(
            Caller.LOCAL.tenant(), new UserId(UUID.fromString("00000000-0000-4000-8000-0000000000aa")), Set.of("*"));

    @Test
    void anOldIdDoesNotLeadToTheTaskThatAServerCallsTheSameNow() {
        String id = tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION))
                .path("taskId")
                .asString();
        tree(say("tools/call", "\"name\":\"old__may\"", EXTENSION, STRANGER));

        assertThat(error(say("tasks/get", quoted(id), EXTENSION)).message()).contains("no such task");
        assertThat(error(say("tasks/cancel", quoted(id), EXTENSION)).message()).contains("no such task");
        assertThat(status).containsEntry("t/1", "working");
    }

    @ParameterizedTest
    @ValueSource(strings = {"old__may", "new__job"})
    void aListeningClientHearsHowItsTasksStand(String tool) throws InterruptedException {
        String id = tree(say("tools/call", "\"name\":\"" + tool + "\"", EXTENSION))
                .path("taskId")
                .asString();
        String foreign = id.substring(0, id.length() - 4) + "AAAA";
        List<JsonRpcMessage> heard = new CopyOnWriteArrayList<>();
        Cancellation leaving = new Cancellation();
        Thread listening =
                listen("{\"taskIds\":[\"" + id + "\",\"" + foreign + "\",\"nonsense\"]}", EXTENSION, heard, leaving);

        awaitSize(heard, 2);
        assertThat(told(heard.get(0)).at("/notifications").toString()).isEqualTo("{\"taskIds\":[\"" + id + "\"]}");
        assertThat(told(heard.get(1)).path("taskId").asString()).isEqualTo(id);
        assertThat(told(heard.get(1)).path("status").asString()).isEqualTo("working");
        status.put("t/1", "completed");
        awaitSize(heard, 3);
        leaving.cancel();
        listening.join();

        JsonNode last = told(heard.get(2));
        assertThat(last.path("status").asString()).isEqualTo("completed");
        assertThat(last.path("result").path("content").isArray()).isTrue();
        assertThat(last.has("resultType")).isFalse();
        assertThat(last.at("/_meta").has("io.modelcontextprotocol/subscriptionId"))
                .isTrue();
        assertThat(heard).hasSize(3);
    }

    @Test
    void newsOfTasksNeedTheExtension() {
        JsonRpcError error = error(say("subscriptions/listen", "\"notifications\":{\"taskIds\":[]}", "{}"));

        assertThat(error.code()).isEqualTo(-32021);
        assertThat(error.data().orElseThrow().toString()).contains("io.modelcontextprotocol/tasks");
        assertThat(error(say("subscriptions/listen", "\"notifications\":{\"taskIds\":[7]}", EXTENSION))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    private Thread listen(String filter, String capabilities, List<JsonRpcMessage> heard, Cancellation leaving) {
        JsonRpcRequest request = request(
                "subscriptions/listen",
                "{\"notifications\":" + filter
                        + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}}");
        Inbound inbound =
                new Inbound(request, Caller.LOCAL, Optional.empty(), Optional.empty(), UUID.randomUUID(), leaving);
        return Thread.ofVirtual().start(() -> gateway.handle(inbound, heard::add));
    }

    private static JsonNode told(JsonRpcMessage message) {
        return ((JsonRpcNotification) message).params().orElseThrow().tree();
    }

    private static void awaitSize(List<JsonRpcMessage> heard, int size) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (heard.size() < size) {
            assertThat(System.nanoTime()).as(heard.toString()).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
