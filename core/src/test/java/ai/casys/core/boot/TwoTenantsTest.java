// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two tenants over HTTP before the same servers: whatever either does, nothing of the one reaches the other. */
@Tag("slow")
@Timeout(240)
final class TwoTenantsTest {

    private static final long SEED = 20261123;
    private static final int STEPS = 60;
    private static final String NO_TASK = "no such task";

    @TempDir
    private Path home;

    private TwoTenantsEngine engine;
    private final List<TenantClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws InterruptedException {
        engine = new TwoTenantsEngine(home, Map.of("token-a", caller(1), "token-b", caller(2)));
        until("the server is there", engine::isReady);
    }

    @AfterEach
    void stop() {
        clients.forEach(TenantClient::close);
        engine.close();
    }

    private static Caller caller(int number) {
        return new Caller(new TenantId(new UUID(7, number)), new UserId(new UUID(8, 1)), Set.of("*"));
    }

    private TenantClient alice() {
        return client("token-a", "mark-of-alice");
    }

    private TenantClient bob() {
        return client("token-b", "mark-of-bob");
    }

    private TenantClient client(String token, String mark) {
        TenantClient client = new TenantClient(engine.uri(), token, mark);
        clients.add(client);
        return client;
    }

    @Test
    void aSessionOfTheOtherTenantIsNotFoundWhateverIsDoneToIt() throws Exception {
        TenantClient alice = alice().open();
        TenantClient bob = bob().open();
        alice.call("tools/call", "\"name\":\"d__progress\",\"arguments\":{},\"_meta\":{\"progressToken\":\"t\"}");
        until("the session has events", () -> !alice.events.isEmpty());

        assertThat(bob.call("tools/list", "", alice.session()).toString()).contains("error");
        assertThat(bob.status("GET", "Mcp-Session-Id", alice.session())).isEqualTo(404);
        assertThat(bob.status("GET", "Mcp-Session-Id", alice.session(), "Last-Event-ID", alice.events.getFirst()))
                .isEqualTo(404);
        assertThat(bob.status("DELETE", "Mcp-Session-Id", alice.session())).isEqualTo(404);
        assertThat(bob.status("DELETE", "Mcp-Session-Id", "no-session-at-all")).isEqualTo(404);
        assertThat(bob.call("notifications/cancelled", "\"requestId\":1", alice.session())
                        .toString())
                .contains("error");

        assertThat(alice.call("tools/list", "").path("result").path("tools").isEmpty())
                .isFalse();
        assertThat(alice.status("DELETE", "Mcp-Session-Id", alice.session())).isEqualTo(204);
    }

    @Test
    void aTaskOfTheOtherTenantIsNotThere() throws Exception {
        TenantClient alice = alice().open();
        TenantClient bob = bob().open();
        String id = alice.call(
                        "tools/call",
                        "\"name\":\"jobs__run\",\"arguments\":{\"text\":\"" + alice.mark + "\"},\"task\":{}")
                .at("/result/task/taskId")
                .asString();
        String own = bob.call("tools/call", "\"name\":\"jobs__run\",\"arguments\":{\"text\":\"x\"},\"task\":{}")
                .at("/result/task/taskId")
                .asString();
        String forged = id.substring(0, id.lastIndexOf('.')) + own.substring(own.lastIndexOf('.'));

        for (String stolen : List.of(id, forged, "job-1", "jobs.am9iLTE.")) {
            for (String method : List.of("tasks/get", "tasks/cancel", "tasks/result")) {
                assertThat(bob.call(method, "\"taskId\":\"" + stolen + "\"")
                                .at("/error/message")
                                .asString())
                        .contains(NO_TASK);
            }
            for (String method : List.of("tasks/get", "tasks/cancel", "tasks/update")) {
                assertThat(bob.ask(method, "\"taskId\":\"" + stolen + "\"", stolen)
                                .at("/error/message")
                                .asString())
                        .contains(NO_TASK);
            }
        }
        assertThat(bob.call("tasks/list", "").at("/result/tasks"))
                .singleElement()
                .satisfies(task -> assertThat(task.path("taskId").asString()).isEqualTo(own));
        assertThat(alice.call("tasks/result", "\"taskId\":\"" + id + "\"").toString())
                .contains(alice.mark);

        bob.readUntil(
                bob.modern(
                        "subscriptions/listen", "\"notifications\":{\"taskIds\":[\"" + id + "\",\"" + own + "\"]}", ""),
                "notifications/tasks",
                "completed");
        assertThat(bob.heard)
                .filteredOn(line -> line.contains("acknowledged"))
                .singleElement()
                .asString()
                .contains(own)
                .doesNotContain(id);
        assertNothingCrossed();
    }

    @Test
    void aQuestionOfTheOtherTenantCannotBeAnswered() throws Exception {
        TenantClient alice = alice();
        TenantClient bob = bob();
        String mine = "\"name\":\"d__ask\",\"arguments\":{\"method\":\"elicitation/create\",\"params\":{\"message\":"
                + "\"who is " + alice.mark + "?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}";
        JsonNode asked = alice.ask("tools/call", mine, "d__ask").path("result");
        assertThat(asked.path("resultType").asString()).as(asked.toString()).isEqualTo("input_required");
        String question = asked.path("inputRequests").propertyNames().iterator().next();
        String reply = mine + ",\"requestState\":" + asked.path("requestState") + ",\"inputResponses\":{\"" + question
                + "\":{\"action\":\"accept\",\"content\":{\"mark\":\"%s\"}}}";

        JsonNode refused = bob.ask("tools/call", reply.formatted(bob.mark), "d__ask");
        assertThat(refused.at("/error/message").asString()).contains("requestState");

        assertThat(alice.ask("tools/call", reply.formatted(alice.mark), "d__ask")
                        .path("result")
                        .toString())
                .contains(alice.mark)
                .doesNotContain(bob.mark);
        assertNothingCrossed();
    }

    @Test
    void nothingCrossesWhateverBothDoAtTheSameTime() throws Exception {
        List<TenantClient> sessions = List.of(alice().open(), alice().open(), bob().open(), bob().open());
        List<TenantClient> stateless = List.of(alice(), bob());
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        Random seeds = new Random(SEED);
        for (TenantClient client : sessions) {
            client.call("resources/subscribe", "\"uri\":\"casys.d+test://" + client.mark + "\"");
            threads.add(run(failures, new Random(seeds.nextLong()), client, TwoTenantsTest::step));
        }
        for (TenantClient client : stateless) {
            Thread.ofVirtual().start(() -> listen(client));
            threads.add(run(failures, new Random(seeds.nextLong()), client, TwoTenantsTest::statelessStep));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        for (TenantClient client : sessions) {
            assertThat(client.heard)
                    .as("what %s was told", client.mark)
                    .anyMatch(line -> line.contains("\"progress\"") && line.contains(client.mark))
                    .anyMatch(line -> line.contains("resources/updated") && line.contains(client.mark))
                    .anyMatch(line -> line.contains("\"structuredContent\"") && line.contains(client.mark));
        }
        assertNothingCrossed();
    }

    private interface Step {
        void take(TenantClient client, Random random) throws InterruptedException;
    }

    private static Thread run(Queue<Throwable> failures, Random random, TenantClient client, Step step) {
        return Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < STEPS; i++) {
                    step.take(client, random);
                }
            } catch (InterruptedException | RuntimeException | AssertionError e) {
                failures.add(e);
            }
        });
    }

    private static void step(TenantClient client, Random random) throws InterruptedException {
        String mark = client.mark;
        switch (random.nextInt(10)) {
            case 0 -> client.call("tools/list", "");
            case 1 -> client.call("resources/list", "");
            case 2 -> {
                JsonNode answer = tool(client, "d__echo", "\"text\":\"" + mark + "\"");
                assertThat(answer.toString()).contains(mark);
            }
            case 3 ->
                client.call(
                        "tools/call",
                        "\"name\":\"d__progress\",\"arguments\":{\"steps\":3},\"_meta\":{\"progressToken\":\"" + mark
                                + "\"}");
            case 4 -> say(client, "notifications/message", "{\"level\":\"error\",\"data\":\"" + mark + "\"}");
            case 5 -> say(client, "notifications/resources/updated", "{\"uri\":\"test://" + mark + "\"}");
            case 6 -> question(client, "d__ask", random);
            case 7 -> question(client, "d__ask-later", random);
            case 8 -> {
                String id = client.call(
                                "tools/call",
                                "\"name\":\"jobs__run\",\"arguments\":{\"text\":\"" + mark + "\"},\"task\":{}")
                        .at("/result/task/taskId")
                        .asString();
                assertThat(client.call("tasks/result", "\"taskId\":\"" + id + "\"")
                                .toString())
                        .contains(mark);
            }
            default -> client.call("prompts/get", "\"name\":\"d__p0-0\",\"arguments\":{\"who\":\"" + mark + "\"}");
        }
    }

    private static void statelessStep(TenantClient client, Random random) throws InterruptedException {
        String mark = client.mark;
        switch (random.nextInt(4)) {
            case 0 -> client.ask("tools/list", "", "");
            case 1 -> {
                String text = "\"name\":\"d__echo\",\"arguments\":{\"text\":\"" + mark + "\"}";
                assertThat(client.ask("tools/call", text, "d__echo").toString()).contains(mark);
            }
            case 2 ->
                client.ask(
                        "tools/call",
                        "\"name\":\"d__say\",\"arguments\":{\"method\":\"notifications/message\",\"params\":"
                                + "{\"level\":\"error\",\"data\":\"" + mark + "\"}}",
                        "d__say");
            default ->
                client.ask("resources/read", "\"uri\":\"casys.d+test://" + mark + "\"", "casys.d+test://" + mark);
        }
    }

    /** Whether it finds its user depends on who else is at it; that it never finds another is checked at the end. */
    private static void question(TenantClient client, String tool, Random random) throws InterruptedException {
        String method = switch (random.nextInt(3)) {
            case 0 -> "elicitation/create";
            case 1 -> "sampling/createMessage";
            default -> "roots/list";
        };
        tool(
                client,
                tool,
                "\"after\":1,\"method\":\"" + method + "\",\"params\":{\"message\":\"who is " + client.mark
                        + "?\",\"messages\":[],\"maxTokens\":9}");
    }

    private static void say(TenantClient client, String method, String params) throws InterruptedException {
        tool(client, "d__say", "\"method\":\"" + method + "\",\"params\":" + params);
    }

    private static JsonNode tool(TenantClient client, String name, String arguments) throws InterruptedException {
        return client.call("tools/call", "\"name\":\"" + name + "\",\"arguments\":{" + arguments + "}");
    }

    private static void listen(TenantClient client) {
        HttpRequest.Builder listen = client.modern(
                "subscriptions/listen",
                "\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"casys.d+test://"
                        + client.mark + "\"]}",
                "");
        try {
            client.readUntil(listen, "never said");
        } catch (RuntimeException | AssertionError _) {
            // The test is over.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertNothingCrossed() {
        for (TenantClient client : clients) {
            assertThat(client.heard).isNotEmpty();
            String other = client.mark.equals("mark-of-alice") ? "mark-of-bob" : "mark-of-alice";
            assertThat(client.heard).as("what reached %s", client.mark).noneMatch(line -> line.contains(other));
        }
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(10);
        }
    }
}
