// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
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
import ai.casys.shared.mcp.Implementation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class GatewayTest {

    private final Catalog catalog = new Catalog();
    private final FakeTools tools = new FakeTools(catalog).server("files", "read_file", "write_file");
    private final FakeServers servers = new FakeServers();
    private final ToolSearch search = ToolSearch.over(catalog);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private Gateway gateway = gateway(new Exposure.Meta(), Optional.empty(), 1_000);
    private long nextId;

    @AfterEach
    void close() {
        gateway.close();
        search.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25,2025-11-25",
        "2025-06-18,2025-06-18",
        "2025-03-26,2025-03-26",
        "2024-11-05,2024-11-05",
        "2026-07-28,2025-11-25",
        "1999-01-01,2025-11-25"
    })
    void aSessionAgreesOnTheVersionAskedForOrTheNewest(String asked, String agreed) {
        Answer.Opened opened = open(asked);

        assertThat(opened.session().version().text()).isEqualTo(agreed);
        assertThat(opened.result().result().tree().path("protocolVersion").asString())
                .isEqualTo(agreed);
        assertThat(opened.result().result().tree().at("/serverInfo/name").asString())
                .isEqualTo("casys");
        assertThat(opened.result().result().tree().path("instructions").asString())
                .contains("search_tools", "call_tool");
        assertThat(opened.session().id()).hasSizeGreaterThanOrEqualTo(22).matches("[\\x21-\\x7e]+");
    }

    @Test
    void initializeWithoutAVersionIsRefused() {
        Answer answer = gateway.handle(inbound(request("initialize", "{}"), Optional.empty()), ClientStream.NONE);

        assertThat(error(answer).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void everythingButPingNeedsASession() {
        Answer ping = gateway.handle(inbound(request("ping", "{}"), Optional.empty()), ClientStream.NONE);
        Answer list = gateway.handle(inbound(request("tools/list", "{}"), Optional.empty()), ClientStream.NONE);

        assertThat(result(ping)).hasToString("{}");
        assertThat(error(list).code()).isEqualTo(JsonRpcError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscriptions/listen", "server/discover", "tools/unknown", ""})
    void anUnknownMethodIsNotFound(String method) {
        assertThat(error(ask(method, "{}")).code()).isEqualTo(JsonRpcError.METHOD_NOT_FOUND);
    }

    @Test
    void aRequestOfAnUnknownVersionIsToldWhichAreSpoken() {
        JsonRpcRequest request =
                request("tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\"}}");

        JsonRpcError error = error(gateway.handle(inbound(request, Optional.empty()), ClientStream.NONE));

        assertThat(error.code()).isEqualTo(-32022);
        assertThat(error.data().orElseThrow().tree().path("requested").asString())
                .isEqualTo("2031-01-01");
        assertThat(error.data()
                        .orElseThrow()
                        .tree()
                        .path("supported")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    }

    @Test
    void byDefaultOnlyTheMetaToolsAreListed() {
        List<String> names = names(result(ask("tools/list", "{}")));

        assertThat(names).containsExactly("search_tools", "call_tool");
    }

    @Test
    void bothMetaToolDefinitionsTogetherAreSmall() {
        // Some four bytes make a token; the budget is 2,000 tokens for five tools.
        assertThat(result(ask("tools/list", "{}")).size()).isLessThan(4_000);
    }

    @Test
    void allToolsAreListedUnderSafeNamesWithTheirDefinitionUntouched() {
        gateway = gateway(new Exposure.All(), Optional.empty(), 1_000);

        RawJson listed = result(ask("tools/list", "{}"));

        assertThat(names(listed)).containsExactly("search_tools", "call_tool", "files__read_file", "files__write_file");
        assertThat(listed.toString()).contains("\"x-vendor\":{\"n\":1.5");
    }

    @Test
    void globsChooseWhatIsListed() {
        tools.server("git", "log", "push");
        gateway = gateway(new Exposure.Matching(List.of("git__*", "*__read_?ile")), Optional.empty(), 1_000);

        assertThat(names(result(ask("tools/list", "{}"))))
                .containsExactly("search_tools", "call_tool", "files__read_file", "git__log", "git__push");
    }

    @Test
    void plainShowsOneServersOwnNamesAndNothingElse() {
        tools.server("git", "log");
        tools.doing("git:log", (arguments, context) -> text("the log"));
        gateway = gateway(new Exposure.Plain(), Optional.of("git"), 1_000);

        assertThat(names(result(ask("tools/list", "{}")))).containsExactly("log");
        assertThat(result(ask("tools/call", "{\"name\":\"log\"}"))).isEqualTo(text("the log"));
        assertThat(open("2025-11-25").result().result().tree().has("instructions"))
                .isFalse();
    }

    @Test
    void aLongListComesInPagesWithoutGapOrRepetition() {
        tools.server(
                "many", IntStream.range(0, 1_203).mapToObj(i -> "tool_" + i).toArray(String[]::new));
        gateway = gateway(new Exposure.All(), Optional.empty(), 1_000);

        List<String> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            String params =
                    cursor.map(value -> "{\"cursor\":\"" + value + "\"}").orElse("{}");
            RawJson page = result(ask("tools/list", params));
            all.addAll(names(page));
            cursor = Optional.of(page.tree().path("nextCursor").asString("")).filter(text -> !text.isEmpty());
            pages++;
        } while (cursor.isPresent());

        assertThat(pages).isEqualTo(3);
        assertThat(all).hasSize(1_207).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"!!\"", "\"Zm9v\"", "7"})
    void aForeignCursorIsRefused(String cursor) {
        assertThat(error(ask("tools/list", "{\"cursor\":" + cursor + "}")).code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"files__read_file", "files:read_file", "mcp__files__read_file", "read_file"})
    void anyAcceptedNameCallsATool(String name) {
        assertThat(result(ask("tools/call", "{\"name\":\"" + name + "\",\"arguments\":{\"text\":\"x\"}}"))
                        .tree()
                        .at("/structuredContent/text")
                        .asString())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":3}", "{\"name\":\"files__read_file\",\"arguments\":[]}", "[]"})
    void aMalformedCallIsAProtocolError(String params) {
        assertThat(error(ask("tools/call", params)).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void anUnknownToolIsAProtocolErrorWhenCalledDirectly() {
        assertThat(error(ask("tools/call", "{\"name\":\"files__nothing\"}")).code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void resultsAndArgumentsKeepEveryByte() {
        String odd = "{ \"content\" : [{\"type\":\"image\",\"data\":\"AA\\/\\u0041==\",\"mimeType\":\"x/y\"}],"
                + "\"isError\":true,\"n\":[1.0,1e2,1E+2,-0,-0.0,12345678901234567890123,0.10],"
                + "\"_meta\":{\"x\":null},\"dup\":1,\"emoji\":\"\\ud83d\\ude00 😀\",\"unknown\":{}}";
        String given = "{\"a\":1.00,\"b\":\"\\u00e9\\/\",\"c\":123456789012345678901234567890}";
        List<String> seen = new ArrayList<>();
        tools.doing("files:read_file", (arguments, context) -> {
            seen.add(arguments.toString());
            return RawJson.ofTrusted(odd.getBytes(StandardCharsets.UTF_8));
        });

        RawJson direct = result(ask("tools/call", "{\"name\":\"files__read_file\",\"arguments\":" + given + "}"));
        RawJson through = result(ask(
                "tools/call",
                "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__read_file\",\"arguments\":" + given + "}}"));

        assertThat(direct).hasToString(odd);
        assertThat(through).hasToString(odd);
        assertThat(seen).containsExactly(given, given);
    }

    @Test
    void searchFindsToolsAndSaysTheSameInTextAndStructure() {
        RawJson found = result(
                ask(
                        "tools/call",
                        "{\"name\":\"search_tools\",\"arguments\":{\"intent\":\"read file\",\"include\":[\"schema\",\"why\"]}}"));

        JsonNode structured = found.tree().path("structuredContent");
        assertThat(structured.at("/hits/0/name").asString()).isEqualTo("files__read_file");
        assertThat(structured.at("/hits/0/input_schema").isObject()).isTrue();
        assertThat(structured.at("/hits/0/why").isEmpty()).isFalse();
        assertThat(RawJson.parse(found.tree().at("/content/0/text").asString()).tree())
                .isEqualTo(structured);
    }

    @Test
    void aSearchWithoutHitsSaysWhatToTryNext() {
        JsonNode found = result(
                        ask("tools/call", "{\"name\":\"search_tools\",\"arguments\":{\"intent\":\"xylophone zebra\"}}"))
                .tree()
                .path("structuredContent");

        assertThat(found.path("hits").isEmpty()).isTrue();
        assertThat(found.path("nearest").isArray()).isTrue();
        assertThat(found.path("hint").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"intent\":\"a\",\"name\":\"b\"}",
                "{\"intent\":\"\"}",
                "{\"intent\":7}",
                "{\"intent\":\"a\",\"limit\":0}",
                "{\"intent\":\"a\",\"limit\":51}",
                "{\"intent\":\"a\",\"limit\":1.5}",
                "{\"intent\":\"a\",\"limit\":\"3\"}",
                "{\"intent\":\"a\",\"server\":[]}",
                "{\"intent\":\"a\",\"include\":\"schema\"}",
                "{\"intent\":\"a\",\"include\":[\"all\"]}",
                "{\"intent\":\"a\",\"query\":\"b\"}"
            })
    void aWrongSearchIsExplainedToTheModel(String arguments) {
        JsonNode result = result(ask("tools/call", "{\"name\":\"search_tools\",\"arguments\":" + arguments + "}"))
                .tree();

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asString()).isNotBlank();
    }

    @Test
    void callToolSuggestsWhatWasMeant() {
        JsonNode result = result(
                        ask("tools/call", "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__raed_file\"}}"))
                .tree();

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asString()).contains("Did you mean", "files__read_file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"files__read_file\",\"arguments\":\"{}\"}",
                "{\"name\":\"files__read_file\",\"path\":\"/\"}"
            })
    void aWrongCallIsExplainedToTheModel(String arguments) {
        JsonNode result = result(ask("tools/call", "{\"name\":\"call_tool\",\"arguments\":" + arguments + "}"))
                .tree();

        assertThat(result.path("isError").asBoolean()).isTrue();
    }

    @Test
    void anUpstreamsOwnErrorComesThroughUnchanged() {
        JsonRpcError error = new JsonRpcError(-31999, "odd", Optional.of(RawJson.parse("{\"k\":[1,2]}")));
        tools.doing("files:read_file", (arguments, context) -> {
            throw new UpstreamErrorException("files", error);
        });

        assertThat(error(ask("tools/call", "{\"name\":\"files__read_file\"}"))).isEqualTo(error);
        assertThat(error(ask("tools/call", "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__read_file\"}}")))
                .isEqualTo(error);
    }

    @Test
    void aKnownFailureHasItsCategorysCode() {
        tools.doing("files:read_file", (arguments, context) -> {
            throw new CasysException(ErrorCategory.TIMEOUT, "too late");
        });

        JsonRpcError error = error(ask("tools/call", "{\"name\":\"files__read_file\"}"));

        assertThat(error.code()).isEqualTo(ErrorCategory.TIMEOUT.jsonRpcCode());
        assertThat(error.message()).isEqualTo("too late");
    }

    @Test
    void anUnexpectedFailureShowsItsCorrelationIdOnly() {
        tools.doing("files:read_file", (arguments, context) -> {
            throw new IllegalStateException("secret detail");
        });

        JsonRpcError error = error(ask("tools/call", "{\"name\":\"files__read_file\"}"));

        assertThat(error.code()).isEqualTo(JsonRpcError.INTERNAL_ERROR);
        assertThat(error.message()).contains("correlation id").doesNotContain("secret");
    }

    @Test
    void progressReachesOnlyAClientThatAskedForIt() {
        tools.doing("files:read_file", (arguments, context) -> {
            context.progress().progressed(1, Optional.of(2.5), Optional.of("half"));
            return text("done");
        });
        List<JsonRpcMessage> heard = new ArrayList<>();
        Session session = open("2025-11-25").session();

        gateway.handle(
                inbound(
                        request("tools/call", "{\"name\":\"read_file\",\"_meta\":{\"progressToken\":\"t\\\"1\"}}"),
                        Optional.of(session)),
                heard::add);
        gateway.handle(inbound(request("tools/call", "{\"name\":\"read_file\"}"), Optional.of(session)), heard::add);

        assertThat(heard)
                .containsExactly(new JsonRpcNotification(
                        "notifications/progress",
                        Optional.of(RawJson.ofTrusted(
                                "{\"progress\":1,\"total\":2.5,\"message\":\"half\",\"progressToken\":\"t\\\"1\"}"
                                        .getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void aWithdrawnRequestIsCancelledAndLeftUnanswered() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        tools.doing("files:read_file", (arguments, context) -> {
            CountDownLatch withdrawn = new CountDownLatch(1);
            context.cancellation().onCancel(withdrawn::countDown);
            started.countDown();
            await(withdrawn);
            throw new CasysException(ErrorCategory.CANCELLED, "withdrawn");
        });
        Session session = open("2025-11-25").session();
        JsonRpcRequest call = request("tools/call", "{\"name\":\"read_file\"}");
        AtomicReference<Answer> answer = new AtomicReference<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> answer.set(gateway.handle(inbound(call, Optional.of(session)), ClientStream.NONE)));
        await(started);

        for (String params : List.of("{\"requestId\":\"other\"}", "{}", "[]", "{\"requestId\":" + call.id() + "}")) {
            gateway.handle(
                    inbound(
                            new JsonRpcNotification("notifications/cancelled", Optional.of(RawJson.parse(params))),
                            Optional.of(session)),
                    ClientStream.NONE);
        }

        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(answer.get()).isEqualTo(new Answer.Silence());
    }

    @Test
    void twoRequestsWithOneIdAreNotWorkedOnAtOnce() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        tools.doing("files:read_file", (arguments, context) -> {
            started.countDown();
            await(go);
            return text("done");
        });
        Session session = open("2025-11-25").session();
        JsonRpcRequest call = request("tools/call", "{\"name\":\"read_file\"}");
        Thread first =
                Thread.ofVirtual().start(() -> gateway.handle(inbound(call, Optional.of(session)), ClientStream.NONE));
        await(started);

        Answer second = gateway.handle(inbound(call, Optional.of(session)), ClientStream.NONE);
        go.countDown();
        first.join();

        assertThat(error(second).code()).isEqualTo(JsonRpcError.INVALID_REQUEST);
    }

    @Test
    void clientsHearOnceWhenTheListTheySeeChanges() {
        gateway = gateway(new Exposure.Matching(List.of("files__*")), Optional.empty(), 1_000);
        Session session = open("2025-11-25").session();

        tools.server("git", "log");
        gateway.toolsChanged();
        tools.server("files", "read_file");
        gateway.toolsChanged();
        tools.server("files", "read_file", "more");
        gateway.toolsChanged();

        RecordingReceiver receiver = new RecordingReceiver();
        session.log().unsolicited().attach(receiver);
        assertThat(receiver.messages())
                .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    }

    @Test
    void aSessionBelongsToItsCallerAlone() {
        Session session = open("2025-11-25").session();
        Caller other = new Caller(TenantId.LOCAL, new UserId(UUID.randomUUID()), Set.of("*"));

        assertThat(gateway.session(session.id(), Caller.LOCAL)).contains(session);
        assertThat(gateway.session(session.id(), other)).isEmpty();
        assertThat(gateway.session("no-such-id", Caller.LOCAL)).isEmpty();
    }

    @Test
    void anUnusedSessionExpires() {
        Session session = open("2025-11-25").session();

        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(59)));
        assertThat(gateway.session(session.id(), Caller.LOCAL)).isPresent();
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(61)));
        assertThat(gateway.session(session.id(), Caller.LOCAL)).isEmpty();
        assertThat(session.isOpen()).isFalse();
        assertThat(gateway.sessionCount()).isZero();
    }

    @Test
    void tooManySessionsEndTheLeastRecentlyUsedOne() {
        gateway = gateway(new Exposure.Meta(), Optional.empty(), 2);
        Session first = open("2025-11-25").session();
        now.updateAndGet(instant -> instant.plusSeconds(1));
        Session second = open("2025-11-25").session();
        now.updateAndGet(instant -> instant.plusSeconds(1));
        assertThat(gateway.session(first.id(), Caller.LOCAL)).isPresent();
        Session third = open("2025-11-25").session();

        assertThat(List.of(first.isOpen(), second.isOpen(), third.isOpen())).containsExactly(true, false, true);
        assertThat(gateway.sessionCount()).isEqualTo(2);
    }

    private Gateway gateway(Exposure exposure, Optional<String> plainServer, int mostSessions) {
        GatewayOptions options = new GatewayOptions(
                new Implementation("casys", "1.2.3"),
                exposure,
                plainServer,
                Duration.ofSeconds(30),
                Duration.ofMinutes(60),
                mostSessions);
        return new Gateway(options, TestParts.of(catalog, search, tools, servers, now::get));
    }

    private Answer.Opened open(String version) {
        String params = "{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":{\"roots\":{}},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
        return assertInstanceOf(
                Answer.Opened.class,
                gateway.handle(inbound(request("initialize", params), Optional.empty()), ClientStream.NONE));
    }

    private Answer ask(String method, String params) {
        Session session = open("2025-11-25").session();
        return gateway.handle(inbound(request(method, params), Optional.of(session)), ClientStream.NONE);
    }

    private JsonRpcRequest request(String method, String params) {
        nextId++;
        return new JsonRpcRequest(
                new RequestId.IntegerId(nextId),
                method,
                Optional.of(RawJson.ofTrusted(params.getBytes(StandardCharsets.UTF_8))));
    }

    private static Inbound inbound(JsonRpcMessage message, Optional<Session> session) {
        return new Inbound(message, Caller.LOCAL, session, Optional.empty(), UUID.randomUUID());
    }

    private static RawJson result(Answer answer) {
        Answer.Reply reply = assertInstanceOf(Answer.Reply.class, answer);
        return assertInstanceOf(JsonRpcResult.class, reply.message()).result();
    }

    private static JsonRpcError error(Answer answer) {
        Answer.Reply reply = assertInstanceOf(Answer.Reply.class, answer);
        return assertInstanceOf(JsonRpcFailure.class, reply.message()).error();
    }

    private static List<String> names(RawJson page) {
        return page.tree()
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
    }

    private static RawJson text(String text) {
        return RawJson.parse("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
