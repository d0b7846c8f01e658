// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.Caller;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two users behind one connection to a server that does not say on whose behalf it speaks: nothing crosses. */
final class SharedConnectionTest {

    private static final Caller ALICE = caller(1);
    private static final Caller BOB = caller(2);
    private static final String ELICITATION = "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"who?\"}}";
    private static final String ROOTS = "{\"method\":\"roots/list\"}";
    private static final String LOG =
            "{\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"alice's account\"}}";

    @TempDir
    private Path home;

    private final RecordingListener listener = new RecordingListener();
    private Optional<Owner> onlyUser = Optional.empty();
    private Optional<ClientLink> withRoots = Optional.empty();

    private static Caller caller(int number) {
        return new Caller(new TenantId(new UUID(7, number)), new UserId(new UUID(8, number)), Set.of("*"));
    }

    @Test
    void aMessageThatDoesNotSayWhoseItIsReachesNobodyOnceTwoUsersShareTheServer() {
        FakeClient alice = FakeClient.answering("alice", "{}");
        FakeClient bob = FakeClient.answering("bob", "{}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.text("a", "say", LOG, alice, ALICE);
            assertThat(bench.listener.of("a"))
                    .filteredOn(event -> event.contains("message"))
                    .hasSize(1);

            bench.text("a", "say", LOG, bob, BOB);
            bench.text("a", "say", LOG, alice, ALICE);

            assertThat(bench.listener.of("a"))
                    .filteredOn(event -> event.contains("message"))
                    .singleElement()
                    .asString()
                    .endsWith("for \"alice\"");
        }
    }

    @Test
    void aQuestionWithoutAddressIsRefusedFromTheSecondUserOnUntilTheServerIsConnectedAnew()
            throws InterruptedException {
        FakeClient alice = FakeClient.answering("alice", "{\"of\":\"alice\"}");
        FakeClient bob = FakeClient.answering("bob", "{\"of\":\"bob\"}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            assertThat(bench.text("a", "ask", ELICITATION, alice, ALICE)).contains("{\"of\":\"alice\"}");
            assertThat(bench.text("a", "ask", ELICITATION, bob, BOB))
                    .contains("error")
                    .contains("several users share this connection");
            assertThat(bench.text("a", "ask", ELICITATION, alice, ALICE)).contains("error");
            assertThat(bob.asked()).isEmpty();
            assertThat(alice.asked()).hasSize(1);

            Optional<Long> former = bench.status("a").pid();
            bench.process("a").destroyForcibly();
            Waiting.until("it is connected anew", () -> {
                ServerStatus now = bench.status("a");
                return now.state() == ServerState.READY && !now.pid().equals(former);
            });
            assertThat(bench.text("a", "ask", ELICITATION, bob, BOB)).contains("{\"of\":\"bob\"}");
        }
    }

    /** Servers may ask only for a request that they work on, but not all keep to that. */
    @Test
    void aQuestionThatComesAfterItsCallReachesNoOtherUser() throws InterruptedException {
        FakeClient alice = FakeClient.answering("alice", "{\"of\":\"alice\"}");
        FakeClient bob = FakeClient.answering("bob", "{\"of\":\"bob\"}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            bench.text("a", "ask-later", "{\"after\":300," + ELICITATION.substring(1), bob, BOB);
            bench.text("a", "echo", "{\"delay\":1500,\"text\":\"x\"}", alice, ALICE);

            assertThat(bench.text("a", "seen", "{}", alice, ALICE))
                    .contains("later")
                    .contains("error");
            assertThat(alice.asked()).isEmpty();
        }
    }

    @Test
    void rootsAreForgottenWhenAnotherUserComesAndNobodysAreGivenFromThenOn() throws InterruptedException {
        FakeClient alice = FakeClient.answering("alice", "{\"roots\":[{\"uri\":\"file:///alice\"}]}");
        FakeClient bob = FakeClient.answering("bob", "{\"roots\":[{\"uri\":\"file:///bob\"}]}");
        try (Bench bench = new Bench(home).with(Doubles.stdio("a"))) {
            assertThat(bench.text("a", "ask", ROOTS, alice, ALICE)).contains("file:///alice");

            bench.text("a", "echo", "{\"text\":\"x\"}", bob, BOB);
            Waiting.until(
                    "the server hears that the roots are others",
                    () -> bench.text("a", "seen", "{}", bob, BOB).contains("notifications/roots/list_changed"));

            assertThat(bench.text("a", "ask", ROOTS, bob, BOB)).contains("\"roots\":[]");
            assertThat(bench.text("a", "ask", ROOTS, alice, ALICE)).contains("\"roots\":[]");
            assertThat(bob.asked()).isEmpty();
        }
    }

    @Test
    void whatNamesATaskGoesToWhoseTaskItIsOrToNobody() {
        FakeClient alice = FakeClient.answering("alice", "{\"of\":\"alice\"}");
        FakeClient bob = FakeClient.answering("bob", "{\"of\":\"bob\"}");
        Conversation conversation = conversation();
        conversation.owners().answered(FakeClient.raw("{\"task\":{\"taskId\":\"t1\"}}"), alice);
        JsonRpcRequest question = question("elicitation/create", "t1");
        try (OpenCall _ = open(conversation, bob, BOB)) {
            JsonRpcMessage refused =
                    conversation.answer(question, Optional.empty()).orElseThrow();
            assertThat(assertInstanceOf(JsonRpcFailure.class, refused).error().message())
                    .contains("task");
            try (OpenCall _ = open(conversation, alice, ALICE)) {
                assertThat(result(conversation, question)).contains("alice");
            }
        }
        assertThat(bob.asked()).isEmpty();

        conversation.heard(note("notifications/tasks/status", "{\"taskId\":\"t1\"}"), Optional.empty());
        conversation.heard(note("notifications/tasks/status", "{\"taskId\":\"t2\"}"), Optional.empty());
        conversation.connecting();
        conversation.connected(Era.LEGACY);
        conversation.heard(note("notifications/tasks/status", "{\"taskId\":\"t1\"}"), Optional.empty());

        assertThat(listener.of("s"))
                .containsExactly("told notifications/tasks/status {\"taskId\":\"t1\"} for \"alice\"");
    }

    @Test
    void beforeAnyCallOnlyTheOneUserThereCanBeMeant() {
        FakeClient alice = FakeClient.answering("alice", "{\"roots\":[{\"uri\":\"file:///alice\"}]}");
        withRoots = Optional.of(alice);
        Conversation several = conversation();
        several.heard(note("notifications/message", "{\"level\":\"info\"}"), Optional.empty());
        assertThat(result(several, question("roots/list", ""))).isEqualTo("{\"roots\":[]}");

        onlyUser = Optional.of(ALICE.owner());
        Conversation one = conversation();
        one.heard(note("notifications/message", "{\"level\":\"info\"}"), Optional.empty());
        assertThat(result(one, question("roots/list", ""))).contains("file:///alice");
        try (OpenCall call = new OpenCall(
                Bench.context(alice, RawJson.EMPTY_OBJECT, BOB),
                new CallClock(Duration.ofSeconds(9), Duration.ofSeconds(9)),
                one)) {
            assertThat(call.makesRootsForeign()).isTrue();
            assertThat(call.makesRootsForeign()).isFalse();
        }
        assertThat(result(one, question("roots/list", ""))).isEqualTo("{\"roots\":[]}");

        assertThat(listener.of("s"))
                .containsExactly("told notifications/message {\"level\":\"info\"} for " + ALICE.user());
    }

    private static OpenCall open(Conversation conversation, ClientLink client, Caller caller) {
        OpenCall call = new OpenCall(
                Bench.context(client, RawJson.EMPTY_OBJECT, caller),
                new CallClock(Duration.ofSeconds(9), Duration.ofSeconds(9)),
                conversation);
        assertThat(call.makesRootsForeign()).isFalse();
        return call;
    }

    private static String result(Conversation conversation, JsonRpcRequest question) {
        JsonRpcMessage answer = conversation.answer(question, Optional.empty()).orElseThrow();
        return assertInstanceOf(JsonRpcResult.class, answer, answer.toString())
                .result()
                .toString();
    }

    private static JsonRpcRequest question(String method, String task) {
        String params = task.isEmpty()
                ? "{}"
                : "{\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"" + task + "\"}}}";
        return new JsonRpcRequest(new RequestId.IntegerId(1), method, Optional.of(FakeClient.raw(params)));
    }

    private static JsonRpcNotification note(String method, String params) {
        return new JsonRpcNotification(method, Optional.of(FakeClient.raw(params)));
    }

    private Conversation conversation() {
        Surroundings surroundings = new Surroundings(
                home,
                new UpstreamSettings(Bench.PATIENCE, Bench.PATIENCE, 1 << 20, 8),
                Bench.QUICK,
                new Implementation("bench", "1"),
                (definition, label, log) -> {
                    throw new AssertionError("nothing is opened here");
                },
                listener,
                new StandingClients() {
                    @Override
                    public Optional<Owner> onlyUser() {
                        return onlyUser;
                    }

                    @Override
                    public Optional<ClientLink> withRoots(Owner user) {
                        return user.equals(ALICE.owner()) ? withRoots : Optional.empty();
                    }
                },
                InstantSource.system(),
                () -> 7);
        return new Conversation("s", surroundings, new CallSlots(8, 8));
    }
}
