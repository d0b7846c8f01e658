// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Implementation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Clients of revision 2026-07-28. */
final class StatelessClientTest {

    private static final String FORM = "{\"elicitation\":{}}";
    private static final RawJson QUESTION =
            raw("{\"mode\":\"form\",\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}");

    private final Catalog catalog = new Catalog();
    private final FakeTools tools = new FakeTools(catalog).server("files", "read_file", "write_file");
    private final FakeServers servers = new FakeServers()
            .lists("files", ListKind.PROMPTS, "{\"name\":\"greet\",\"x\":1}")
            .lists("files", ListKind.RESOURCES, "{\"uri\":\"file:///a\",\"name\":\"a\"}")
            .lists("files", ListKind.RESOURCE_TEMPLATES, "{\"uriTemplate\":\"file:///{+path}\",\"name\":\"t\"}");
    private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final ToolSearch search = ToolSearch.over(catalog);
    private final Gateway gateway = new Gateway(
            new GatewayOptions(
                    new Implementation("casys", "1.2.3"),
                    new Exposure.All(),
                    Optional.empty(),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(60),
                    10),
            TestParts.of(catalog, search, tools, servers, () -> now));

    @AfterEach
    void close() {
        gateway.close();
        search.close();
    }

    @Test
    void discoversVersionsAndCapabilitiesWithoutASession() {
        JsonNode result = result(ask("server/discover", "", "{}")).tree();

        assertThat(result.path("supportedVersions").valueStream().map(JsonNode::asString))
                .startsWith("2026-07-28", "2025-11-25");
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
        assertThat(result.at("/capabilities/resources/subscribe").asBoolean()).isTrue();
        assertThat(result.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asString())
                .isEqualTo("casys");
        assertThat(gateway.sessionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "prompts/list", "resources/list", "resources/templates/list"})
    void listsSayHowLongTheyHoldAndForWhom(String method) {
        JsonNode result = result(ask(method, "", "{}")).tree();

        assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
    }

    @Test
    void namesAndAddressesOfServersAreMadeDistinctAndMapBack() {
        servers.doing("files", "resources/read", (params, context) -> {
            assertThat(params.tree().path("uri").asString()).isEqualTo("file:///b/c");
            return raw("{\"contents\":[{\"uri\":\"file:///b/c\",\"text\":\"hi\",\"odd\":[1.0]}]}");
        });
        servers.doing("files", "prompts/get", (params, context) -> {
            assertThat(params.tree().path("name").asString()).isEqualTo("greet");
            return raw("{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"resource\","
                    + "\"resource\":{\"uri\":\"file:///a\",\"text\":\"x\"}}}]}");
        });

        assertThat(result(ask("resources/templates/list", "", "{}"))
                        .tree()
                        .at("/resourceTemplates/0/uriTemplate")
                        .asString())
                .isEqualTo("casys.files+file:///{+path}");
        RawJson read = result(ask("resources/read", "\"uri\":\"casys.files+file:///b/c\"", "{}"));
        RawJson prompt = result(ask("prompts/get", "\"name\":\"files__greet\"", "{}"));

        assertThat(read.toString()).contains("{\"uri\":\"casys.files+file:///b/c\",\"text\":\"hi\",\"odd\":[1.0]}");
        assertThat(prompt.tree().at("/messages/0/content/resource/uri").asString())
                .isEqualTo("casys.files+file:///a");
    }

    @Test
    void aResourceThatNoServerCanHaveIsAMistakeInTheParameters() {
        assertThat(error(ask("resources/read", "\"uri\":\"file:///a\"", "{}")).code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void completionReachesThePromptOrTemplateItIsAbout() {
        servers.doing("files", "completion/complete", (params, context) -> {
            JsonNode reference = params.tree().path("ref");
            return raw(
                    "{\"completion\":{\"values\":[\"" + reference.path("name").asString("")
                            + reference.path("uri").asString("") + "\"]}}");
        });

        assertThat(result(ask(
                                "completion/complete",
                                "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"files__greet\"},\"argument\":{}",
                                "{}"))
                        .tree()
                        .at("/completion/values/0")
                        .asString())
                .isEqualTo("greet");
        assertThat(result(ask(
                                "completion/complete",
                                "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"casys.files+file:///{+path}\"},\"argument\":{}",
                                "{}"))
                        .tree()
                        .at("/completion/values/0")
                        .asString())
                .isEqualTo("file:///{+path}");
    }

    @Test
    void whatTheRequestMustSayOfItsClientIsRequired() {
        JsonRpcRequest bare = new JsonRpcRequest(
                new RequestId.IntegerId(1),
                "tools/list",
                Optional.of(raw("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}")));

        assertThat(error(gateway.handle(inbound(bare, Caller.LOCAL), ClientStream.NONE))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void aQuestionOfAStatefulServerBecomesARoundTrip() {
        AtomicInteger calls = new AtomicInteger();
        askingTool(calls);

        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        assertThat(first.tree().path("resultType").asString()).isEqualTo("input_required");
        JsonNode questions = first.tree().path("inputRequests");
        String key = questions.propertyNames().iterator().next();
        assertThat(questions.path(key).path("method").asString()).isEqualTo("elicitation/create");
        assertThat(RawJson.of(questions.path(key).path("params"))).isEqualTo(RawJson.of(QUESTION.tree()));

        RawJson second =
                result(ask("tools/call", retry(first, key, "{\"action\":\"accept\",\"content\":{\"n\":1}}"), FORM));

        assertThat(second.tree().path("resultType").asString()).isEqualTo("complete");
        assertThat(second.tree().at("/content/0/text").asString()).contains("\"accept\"", "\"n\":1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aLostAnswerIsGivenOnceMoreWithoutAnotherCall() {
        AtomicInteger calls = new AtomicInteger();
        askingTool(calls);
        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        String key =
                first.tree().path("inputRequests").propertyNames().iterator().next();
        String retry = retry(first, key, "{\"action\":\"decline\"}");

        assertThat(result(ask("tools/call", retry, FORM))).isEqualTo(result(ask("tools/call", retry, FORM)));
        assertThat(calls).hasValue(1);
    }

    @Test
    void anAnswerThatIsMissingIsAskedForAgain() {
        askingTool(new AtomicInteger());
        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        String state = first.tree().path("requestState").asString();

        RawJson again = result(ask(
                "tools/call",
                "\"name\":\"files__read_file\",\"inputResponses\":{},\"requestState\":\"" + state + "\"",
                FORM));

        assertThat(again.tree().path("resultType").asString()).isEqualTo("input_required");
        assertThat(again.tree().path("inputRequests").size()).isEqualTo(1);
    }

    @Test
    void stateThatWasTamperedWithOrIsUsedElsewhereIsRefused() {
        AtomicInteger calls = new AtomicInteger();
        askingTool(calls);
        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", FORM));
        String state = first.tree().path("requestState").asString();
        String broken = (state.startsWith("A") ? "B" : "A") + state.substring(1);
        String answers = "\"inputResponses\":{\"question-1\":{\"action\":\"accept\"}},\"requestState\":\"";
        Caller stranger = new Caller(Caller.LOCAL.tenant(), new UserId(UUID.randomUUID()), Caller.LOCAL.scopes());

        assertThat(error(ask("tools/call", "\"name\":\"files__read_file\"," + answers + broken + "\"", FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(ask("tools/call", "\"name\":\"files__write_file\"," + answers + state + "\"", FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(ask(
                                "tools/call",
                                "\"name\":\"files__read_file\",\"arguments\":{\"a\":1}," + answers + state + "\"",
                                FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(gateway.handle(
                                inbound(
                                        request(
                                                "tools/call",
                                                "\"name\":\"files__read_file\"," + answers + state + "\"",
                                                FORM),
                                        stranger),
                                ClientStream.NONE))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        now = now.plus(Duration.ofMinutes(11));
        assertThat(error(ask("tools/call", "\"name\":\"files__read_file\"," + answers + state + "\"", FORM))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aClientThatCannotBeAskedIsNotAsked() {
        askingTool(new AtomicInteger());

        RawJson result = result(ask("tools/call", "\"name\":\"files__read_file\"", "{}"));

        assertThat(result.tree().at("/content/0/text").asString()).contains("has not declared", "elicitation");
    }

    @Test
    void theStateOfAServerWithoutMemoryIsSealedAndPutBack() {
        List<RawJson> seen = new ArrayList<>();
        tools.doing("files:read_file", (arguments, context) -> {
            seen.add(context.params());
            return seen.size() == 1
                    ? raw("{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}},"
                            + "\"requestState\":\"secret of the server\"}")
                    : raw("{\"resultType\":\"complete\",\"content\":[]}");
        });

        RawJson first = result(ask("tools/call", "\"name\":\"files__read_file\"", "{\"roots\":{}}"));
        assertThat(first.toString()).doesNotContain("secret").contains("\"k\":{\"method\":\"roots/list\"}");
        ask("tools/call", retry(first, "k", "{\"roots\":[]}"), "{\"roots\":{}}");

        assertThat(seen.getLast().tree().path("requestState").asString()).isEqualTo("secret of the server");
        assertThat(seen.getLast().tree().at("/inputResponses/k/roots").isArray())
                .isTrue();
    }

    @Test
    void logMessagesReachOnlyARequestThatNamedALevel() {
        tools.doing("files:read_file", (arguments, context) -> {
            context.client().tell("notifications/message", Optional.of(raw("{\"level\":\"info\",\"data\":1}")));
            context.client().tell("notifications/message", Optional.of(raw("{\"level\":\"error\",\"data\":2}")));
            return raw("{\"content\":[]}");
        });
        List<JsonRpcMessage> without = new ArrayList<>();
        List<JsonRpcMessage> with = new ArrayList<>();

        gateway.handle(
                inbound(request("tools/call", "\"name\":\"files__read_file\"", "{}"), Caller.LOCAL), without::add);
        gateway.handle(
                inbound(
                        new JsonRpcRequest(
                                new RequestId.IntegerId(1),
                                "tools/call",
                                Optional.of(raw("{\"name\":\"files__read_file\",\"_meta\":{"
                                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                        + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                                        + "\"io.modelcontextprotocol/logLevel\":\"warning\"}}"))),
                        Caller.LOCAL),
                with::add);

        assertThat(without).isEmpty();
        assertThat(with).hasSize(1);
        assertThat(servers.heard()).contains("level warning");
    }

    @Test
    void aListeningClientHearsWhatItAskedForUntilItLeaves() throws Exception {
        List<JsonRpcMessage> heard = Collections.synchronizedList(new ArrayList<>());
        Cancellation leaving = new Cancellation();
        CountDownLatch over = new CountDownLatch(1);
        JsonRpcRequest listen = request(
                "subscriptions/listen",
                "\"notifications\":{\"promptsListChanged\":true,\"resourceSubscriptions\":"
                        + "[\"casys.files+file:///a\",\"nonsense\"]}",
                "{}");
        Thread.ofVirtual().start(() -> {
            gateway.handle(
                    new Inbound(listen, Caller.LOCAL, Optional.empty(), Optional.empty(), UUID.randomUUID(), leaving),
                    heard::add);
            over.countDown();
        });
        await(() -> heard.size() == 1);

        gateway.notified("files", note("notifications/resources/list_changed", "{}"), Optional.empty());
        gateway.notified("files", note("notifications/prompts/list_changed", "{}"), Optional.empty());
        gateway.notified(
                "files", note("notifications/resources/updated", "{\"uri\":\"file:///a\",\"x\":1}"), Optional.empty());
        gateway.notified(
                "files", note("notifications/resources/updated", "{\"uri\":\"file:///other\"}"), Optional.empty());
        leaving.cancel();

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).hasSize(3);
        JsonNode acknowledged = params(heard.get(0));
        assertThat(acknowledged.path("notifications").toString())
                .isEqualTo("{\"promptsListChanged\":true,\"resourceSubscriptions\":[\"casys.files+file:///a\"]}");
        assertThat(heard)
                .allSatisfy(message -> assertThat(params(message)
                                .path("_meta")
                                .path("io.modelcontextprotocol/subscriptionId")
                                .asInt())
                        .isEqualTo(7));
        assertThat(params(heard.get(2)).path("uri").asString()).isEqualTo("casys.files+file:///a");
        assertThat(servers.heard()).contains("subscribe files file:///a", "unsubscribe files file:///a");
    }

    private void askingTool(AtomicInteger calls) {
        tools.doing("files:read_file", (arguments, context) -> {
            calls.incrementAndGet();
            try {
                RawJson answer = context.client().ask("elicitation/create", Optional.of(QUESTION), new Cancellation());
                return text(answer.toString());
            } catch (JsonRpcException e) {
                return text(e.error().message());
            }
        });
    }

    private static String retry(RawJson first, String key, String answer) {
        return "\"name\":\"files__read_file\",\"inputResponses\":{\"" + key + "\":" + answer + "},\"requestState\":\""
                + first.tree().path("requestState").asString() + "\"";
    }

    private Answer ask(String method, String members, String capabilities) {
        return gateway.handle(inbound(request(method, members, capabilities), Caller.LOCAL), ClientStream.NONE);
    }

    private static JsonRpcRequest request(String method, String members, String capabilities) {
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
        return new JsonRpcRequest(
                new RequestId.IntegerId(7),
                method,
                Optional.of(raw("{" + members + (members.isEmpty() ? "" : ",") + meta + "}")));
    }

    private static Inbound inbound(JsonRpcMessage message, Caller caller) {
        return new Inbound(message, caller, Optional.empty(), Optional.empty(), UUID.randomUUID());
    }

    private static JsonRpcNotification note(String method, String params) {
        return new JsonRpcNotification(method, Optional.of(raw(params)));
    }

    private static JsonNode params(JsonRpcMessage message) {
        return assertInstanceOf(JsonRpcNotification.class, message)
                .params()
                .orElseThrow()
                .tree();
    }

    private static RawJson result(Answer answer) {
        JsonRpcMessage message = assertInstanceOf(Answer.Reply.class, answer).message();
        return assertInstanceOf(JsonRpcResult.class, message, message.toString())
                .result();
    }

    private static JsonRpcError error(Answer answer) {
        JsonRpcMessage message = assertInstanceOf(Answer.Reply.class, answer).message();
        return assertInstanceOf(JsonRpcFailure.class, message, message.toString())
                .error();
    }

    private static RawJson text(String text) {
        return RawJson.of(JsonNodeFactory.instance
                .objectNode()
                .set(
                        "content",
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("type", "text")
                                        .put("text", text))));
    }

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
