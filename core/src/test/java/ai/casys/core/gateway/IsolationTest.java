// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.casys.core.api.Audience;
import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Implementation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What belongs to one user reaches no session of another, whichever way it comes. */
final class IsolationTest {

    private static final Caller ALICE = caller(1, 1);
    private static final Caller BOB = caller(2, 2);
    private static final Caller SAME_TENANT = caller(1, 3);
    private static final Caller SAME_USER_ID = caller(2, 1);

    private final Catalog catalog = new Catalog();
    private final FakeTools tools = new FakeTools(catalog).server("files", "read");
    private final FakeServers servers = new FakeServers().lists("files", ListKind.RESOURCES, "{\"uri\":\"test://x\"}");
    private final ToolSearch search = ToolSearch.over(catalog);
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

    private static Caller caller(int tenant, int user) {
        return new Caller(new TenantId(new UUID(7, tenant)), new UserId(new UUID(8, user)), Set.of("*"));
    }

    @AfterEach
    void close() {
        gateway.close();
        search.close();
    }

    @Test
    void aMessageOfOneUserReachesThatUsersSessionsThatWantIt() {
        Session quiet = open(ALICE);
        List<Session> others = List.of(open(BOB), open(SAME_TENANT), open(SAME_USER_ID));
        Session alice = open(ALICE);
        result(alice, "logging/setLevel", "\"level\":\"info\"");
        others.forEach(session -> result(session, "logging/setLevel", "\"level\":\"debug\""));

        gateway.notified(
                "files", note("notifications/message", "{\"level\":\"info\"}"), new Audience.User(ALICE.owner()));
        gateway.notified(
                "files", note("notifications/message", "{\"level\":\"debug\"}"), new Audience.User(ALICE.owner()));
        gateway.notified("files", note("notifications/message", "{\"level\":\"alert\"}"), new Audience.Everyone());

        assertThat(heard(alice)).singleElement().asString().contains("\"info\"");
        assertThat(heard(quiet)).isEmpty();
        assertThat(others).allSatisfy(session -> assertThat(heard(session)).isEmpty());
    }

    @Test
    void rootsAreAskedOfTheUserInQuestionAlone() {
        open(BOB);
        open(SAME_TENANT);
        open(SAME_USER_ID);

        assertThat(gateway.standingClient(ALICE.owner())).isEmpty();
        assertThat(gateway.users()).containsExactlyInAnyOrder(BOB.owner(), SAME_TENANT.owner(), SAME_USER_ID.owner());
        Session alice = open(ALICE);

        assertThat(gateway.standingClient(ALICE.owner()).map(ClientLink::client))
                .hasValue("session:" + alice.id());
        gateway.end(alice);
        assertThat(gateway.standingClient(ALICE.owner())).isEmpty();
        assertThat(gateway.users()).doesNotContain(ALICE.owner());
    }

    @Test
    void theAddressOfAResourceIsNoNewsForWhoFollowsOnlyWhatIsAroundIt() {
        Session alice = open(ALICE);
        Session second = open(ALICE);
        Session bob = open(BOB);
        result(alice, "resources/subscribe", "\"uri\":\"casys.files+test://home/alice\"");
        result(second, "resources/subscribe", "\"uri\":\"casys.files+test://home\"");
        result(bob, "resources/subscribe", "\"uri\":\"casys.files+test://home\"");

        gateway.notified("files", updated("test://home/alice"), new Audience.Everyone());
        assertThat(heard(alice)).hasSize(1);
        assertThat(heard(second)).hasSize(1);
        assertThat(heard(bob)).isEmpty();

        gateway.notified("files", updated("test://home/common"), new Audience.Everyone());
        gateway.notified("files", updated("test://elsewhere"), new Audience.Everyone());
        assertThat(heard(alice)).isEmpty();
        assertThat(heard(second)).hasSize(1);
        assertThat(heard(bob)).singleElement().asString().contains("home/common");
    }

    @Test
    void aSubscriptionThatEndsWhileItBeginsTakesBackItsOwnAndNobodyElses() throws Exception {
        Session alice = open(ALICE);
        result(alice, "resources/subscribe", "\"uri\":\"casys.files+test://x\"");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        servers.doing("files", "resources/subscribe", (params, context) -> {
            asked.countDown();
            awaitFor(go);
            return RawJson.EMPTY_OBJECT;
        });
        Session bob = open(BOB);
        Thread subscribing =
                Thread.ofVirtual().start(() -> say(bob, "resources/subscribe", "\"uri\":\"casys.files+test://x\""));
        awaitFor(asked);
        gateway.end(bob);
        assertThat(servers.heard()).containsExactly("subscribe files test://x");
        go.countDown();
        subscribing.join();

        assertThat(servers.heard())
                .containsExactly("subscribe files test://x", "subscribe files test://x", "unsubscribe files test://x");
        gateway.notified("files", updated("test://x"), new Audience.Everyone());
        assertThat(heard(alice)).hasSize(1);
        assertInstanceOf(
                JsonRpcFailure.class,
                say(bob, "resources/subscribe", "\"uri\":\"casys.files+test://x\"")
                        .message());
        assertThat(servers.heard()).hasSize(3);
    }

    @Test
    void oneUserCannotTakeAllSubscriptionsOfAServer() {
        for (int client = 0; client < 4; client++) {
            Session session = open(ALICE);
            for (int i = 0; i < Subscriptions.MOST_OF_ONE; i++) {
                result(session, "resources/subscribe", "\"uri\":\"casys.files+test://" + i + "\"");
            }
        }
        Session last = open(ALICE);
        String uri = "\"uri\":\"casys.files+test://more\"";
        JsonRpcFailure refused = assertInstanceOf(
                JsonRpcFailure.class, say(last, "resources/subscribe", uri).message());

        assertThat(refused.error().message()).contains("4000");
        result(open(BOB), "resources/subscribe", uri);
        Session freed = open(ALICE);
        for (int i = 0; i < 8; i++) {
            // Ends the oldest sessions of this user, and with them what they follow.
            freed = open(ALICE);
        }
        result(freed, "resources/subscribe", uri);
    }

    @Test
    void theTasksOfOneUserThatWaitForAnswersLeaveRoomForThoseOfOthers() {
        Optional<RawJson> form = Optional.of(raw("{\"message\":\"who?\",\"requestedSchema\":{}}"));
        Consumer<CallContext> asking =
                context -> context.client().ask("elicitation/create", form, context.cancellation());
        try (TaskQuestions questions = new TaskQuestions(Duration.ofMinutes(1))) {
            for (int task = 0; task < 64; task++) {
                assertThat(questions.open("task" + task, context(ALICE), asking).names())
                        .hasSize(1);
            }

            CasysException refused =
                    assertThrows(CasysException.class, () -> questions.open("one more", context(ALICE), asking));
            assertThat(refused.category()).isEqualTo(ErrorCategory.OVERLOADED);
            assertThat(questions.open("task7", context(ALICE), asking).names()).hasSize(1);
            assertThat(questions.open("another's", context(BOB), asking).names())
                    .hasSize(1);
        }
    }

    private CallContext context(Caller caller) {
        Session session = open(caller);
        return new CallContext(
                caller,
                UUID.randomUUID(),
                Instant.now().plusSeconds(60),
                new Cancellation(),
                ProgressListener.NONE,
                new SessionLink(session, ClientStream.NONE),
                RawJson.EMPTY_OBJECT);
    }

    @Test
    void whoOpensASessionHasItAlone() {
        Session alice = open(ALICE);

        for (Caller other : List.of(BOB, SAME_TENANT, SAME_USER_ID)) {
            assertThat(gateway.session(alice.id(), other)).isEmpty();
        }
        assertThat(gateway.session(alice.id(), ALICE)).hasValue(alice);
    }

    private Session open(Caller caller) {
        JsonRpcRequest request = request(
                "initialize",
                "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{},\"elicitation\":{}},"
                        + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}");
        Inbound inbound = new Inbound(request, caller, Optional.empty(), Optional.empty(), UUID.randomUUID());
        return assertInstanceOf(Answer.Opened.class, gateway.handle(inbound, ClientStream.NONE))
                .session();
    }

    private Answer.Reply say(Session session, String method, String params) {
        Inbound inbound = new Inbound(
                request(method, params), session.caller(), Optional.of(session), Optional.empty(), UUID.randomUUID());
        return switch (gateway.handle(inbound, ClientStream.NONE)) {
            case Answer.Reply reply -> reply;
            case Answer.Silence _ ->
                new Answer.Reply(new JsonRpcResult(new RequestId.IntegerId(0), RawJson.EMPTY_OBJECT));
            case Answer.Opened _ -> throw new AssertionError("a session was opened");
        };
    }

    private RawJson result(Session session, String method, String params) {
        Answer.Reply reply = say(session, method, params);
        return assertInstanceOf(
                        JsonRpcResult.class, reply.message(), reply.message().toString())
                .result();
    }

    private JsonRpcRequest request(String method, String params) {
        return new JsonRpcRequest(
                new RequestId.IntegerId(lastId.incrementAndGet()), method, Optional.of(raw("{" + params + "}")));
    }

    /** What the session was told since this was last asked. */
    private static List<String> heard(Session session) {
        RecordingReceiver receiver = new RecordingReceiver();
        session.log().unsolicited().attach(receiver);
        session.log().unsolicited().detach(receiver);
        return receiver.messages();
    }

    private static JsonRpcNotification updated(String uri) {
        return note("notifications/resources/updated", "{\"uri\":\"" + uri + "\"}");
    }

    private static JsonRpcNotification note(String method, String params) {
        return new JsonRpcNotification(method, Optional.of(raw(params)));
    }

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
