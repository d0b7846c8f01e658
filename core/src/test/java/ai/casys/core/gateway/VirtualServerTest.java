// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.ClientRule;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What a virtual server shows, and that nothing else exists there. */
final class VirtualServerTest {

    private final Catalog catalog = new Catalog();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final FakeTools tools = new FakeTools(catalog)
            .server("files", "read_file", "read_secret", "write_file")
            .server("git", "log", "read_file", "push")
            .server("mail", "send");
    private final FakeServers servers = new FakeServers()
            .lists("files", ListKind.PROMPTS, "{\"name\":\"greet\"}")
            .lists("git", ListKind.PROMPTS, "{\"name\":\"review\"}")
            .lists("files", ListKind.RESOURCES, "{\"uri\":\"file:///a\",\"name\":\"a\"}")
            .lists("mail", ListKind.RESOURCES, "{\"uri\":\"mail:///b\",\"name\":\"b\"}")
            .lists("mail", ListKind.RESOURCE_TEMPLATES, "{\"uriTemplate\":\"mail:///{x}\",\"name\":\"x\"}")
            .doing("files", "resources/read", (params, context) -> raw("{\"contents\":[]}"))
            .doing("mail", "resources/read", (params, context) -> raw("{\"contents\":[]}"))
            .doing("git", "prompts/get", (params, context) -> raw("{\"messages\":[]}"))
            .doing("mail", "completion/complete", (params, context) -> raw("{\"completion\":{\"values\":[]}}"));
    private final ToolSearch search = ToolSearch.over(catalog);
    private final List<Gateway> gateways = new ArrayList<>();
    private long nextId;

    @AfterEach
    void close() {
        gateways.forEach(Gateway::close);
        search.close();
    }

    @Test
    void itListsItsPartUnderItsNamesAndDescriptionsAndKeepsEveryOtherByte() {
        Gateway notes = gateway(notes());

        RawJson listed = result(ask(notes, "tools/list", "{}"));

        assertThat(names(listed))
                .containsExactly("search_tools", "call_tool", "files__write_file", "git__log", "git__push", "read");
        assertThat(listed.toString())
                .contains("{\"name\":\"read\",\"x-vendor\":{\"n\":1.5},\"description\":\"Reads \\\"a\\\" note\","
                        + "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read",
                "mcp__read",
                "mcp__notes__read",
                "files__read_file",
                "files:read_file",
                "mcp__files__read_file",
                "mcp__notes__files__read_file",
                "mcp__files:read_file",
                "read_file"
            })
    void aRenamedToolIsCalledByEveryNameUnderItsOwnKey(String name) {
        Gateway notes = gateway(notes());
        ToolCallNote note = new ToolCallNote();
        Gateway noted = gateway(notes(), note);

        assertThat(result(ask(notes, "tools/call", call(name))).toString()).contains("done");
        assertThat(result(ask(notes, "tools/call", callTool(name))).toString()).contains("done");
        ask(noted, "tools/call", call(name));
        assertThat(note.names).containsExactly("files:read_file");
    }

    @Test
    void noFormOfANameReachesAToolOutside() {
        VirtualServer settings = notes();
        Gateway notes = gateway(settings);
        Set<String> outside = new TreeSet<>();
        tools.server("odd", "a__b", "a:b", "x y", "search_tools", "read", "long_" + "n".repeat(100));
        for (CatalogTool tool : catalog.snapshot().tools()) {
            String key = tool.key().toString();
            tools.doing(key, (arguments, context) -> {
                called.add(key);
                return raw("{\"content\":[]}");
            });
            if (!new Selection(Optional.of(settings)).shows(tool)) {
                outside.add(key);
            }
        }
        assertThat(outside)
                .contains("files:read_secret", "git:read_file", "mail:send")
                .hasSize(9);
        List<Optional<RawJson>> hidden = outside.stream()
                // Its definition is that of a tool inside.
                .filter(key -> !key.equals("git:read_file"))
                .map(key -> Optional.of(definition(key)))
                .toList();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261123);
        List<String> forms = forms(random);

        for (String form : forms) {
            called.clear();
            ask(notes, "tools/call", call(form));
            ask(notes, "tools/call", callTool(form));
            assertThat(called).as("called by %s", form).doesNotContainAnyElementsOf(outside);
            assertThat(notes.tool(form).map(Tool::definition))
                    .as("described by %s", form)
                    .isNotIn(hidden);
        }
        called.clear();
        ask(notes, "tools/call", call("git__log"));
        assertThat(called).containsExactly("git:log");
    }

    @Test
    void whatIsOutsideIsNeitherNamedInErrorsNorFoundNorCounted() {
        Gateway notes = gateway(notes());

        for (String near : List.of("files__read_secrt", "files__read_secret", "mail__sen", "secret", "send")) {
            String refusal = error(ask(notes, "tools/call", call(near))).message();
            assertThat(refusal).startsWith("no tool is called \"" + near + "\"");
            assertThat(refusal.replace('"' + near + '"', "")).doesNotContain("secret", "send");
            String told = result(ask(notes, "tools/call", callTool(near))).toString();
            assertThat(told.replace("\\\"" + near + "\\\"", "")).doesNotContain("read_secret", "mail__send");
            for (String kind : List.of("intent", "name", "pattern")) {
                String found = result(ask(
                                notes,
                                "tools/call",
                                "{\"name\":\"search_tools\",\"arguments\":{\"" + kind + "\":\"" + near
                                        + "\",\"include\":[\"why\",\"schema\"]}}"))
                        .tree()
                        .at("/structuredContent")
                        .toString();
                assertThat(found).doesNotContain("\"server\":\"mail\"", "read_secret\",\"server\"");
            }
        }
    }

    @Test
    void theErrorForAnOutsideToolIsThatForAnUnknownOne() {
        Gateway notes = gateway(notes());

        JsonRpcError outside = error(ask(notes, "tools/call", call("mail__send")));
        JsonRpcError unknown = error(ask(notes, "tools/call", call("nail__zzzz")));

        assertThat(outside.code()).isEqualTo(unknown.code());
        assertThat(outside.message().replace("mail__send", "?"))
                .isEqualTo(unknown.message().replace("nail__zzzz", "?"));
    }

    @Test
    void scoresAreThoseOfACatalogueWithNothingElse() throws InterruptedException {
        Gateway notes = gateway(notes());
        Catalog alone = new Catalog();
        FakeTools few = new FakeTools(alone);
        few.server("files", "read_file", "write_file").server("git", "log", "push");
        try (ToolSearch other = ToolSearch.over(alone)) {
            assertThat(search.awaitIndexed(catalog.snapshot().revision(), Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(other.awaitIndexed(alone.snapshot().revision(), Duration.ofSeconds(30)))
                    .isTrue();
            for (String intent : List.of("read file", "write a file for you", "push", "secret send read", "log")) {
                JsonNode inside = result(ask(
                                notes,
                                "tools/call",
                                "{\"name\":\"search_tools\",\"arguments\":{\"intent\":\"" + intent + "\"}}"))
                        .tree()
                        .at("/structuredContent");
                JsonNode only = new ToolFinder(other)
                        .find(RawJson.parse("{\"intent\":\"" + intent + "\"}").tree());
                assertThat(scores(inside)).as(intent).isEqualTo(scores(only));
            }
        }
    }

    @Test
    void aRenamedToolIsFoundByItsNewNameAndDescription() {
        Gateway notes = gateway(notes());

        for (String question : List.of("\"name\":\"read\"", "\"pattern\":\"rea?\"", "\"intent\":\"read file\"")) {
            JsonNode hit = result(
                            ask(notes, "tools/call", "{\"name\":\"search_tools\",\"arguments\":{" + question + "}}"))
                    .tree()
                    .at("/structuredContent/hits/0");
            assertThat(hit.path("name").asString()).as(question).isEqualTo("read");
            assertThat(hit.path("description").asString()).isEqualTo("Reads \"a\" note");
        }
    }

    @Test
    void promptsAndResourcesAreThoseOfItsServersAlone() {
        Gateway notes = gateway(notes());

        assertThat(result(ask(notes, "prompts/list", "{}")).toString()).contains("files__greet", "git__review");
        assertThat(result(ask(notes, "resources/list", "{}")).toString())
                .contains("casys.files+file:///a")
                .doesNotContain("mail");
        assertThat(result(ask(notes, "resources/templates/list", "{}")).toString())
                .doesNotContain("mail");
        assertThat(result(ask(notes, "resources/read", "{\"uri\":\"casys.files+file:///a\"}"))
                        .toString())
                .contains("contents");
        assertThat(error(ask(notes, "resources/read", "{\"uri\":\"casys.mail+mail:///b\"}")))
                .isEqualTo(unknownResource(notes, "casys.mail+mail:///b"));
        assertThat(error(ask(notes, "resources/subscribe", "{\"uri\":\"casys.mail+mail:///b\"}"))
                        .code())
                .isEqualTo(-32002);
        assertThat(error(ask(
                                notes,
                                "completion/complete",
                                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"casys.mail+mail:///{x}\"},"
                                        + "\"argument\":{\"name\":\"x\",\"value\":\"\"}}"))
                        .code())
                .isEqualTo(-32002);
        assertThat(servers.heard()).noneMatch(line -> line.contains("mail"));
    }

    @Test
    void promptsAndResourcesCanBeLeftOut() {
        VirtualServer bare = new VirtualServer(
                "bare",
                Set.of("files", "git"),
                List.of(),
                Map.of(),
                Map.of(),
                new Exposure.Meta(),
                false,
                false,
                Optional.of("Only read."),
                Optional.of("Bare"));
        Gateway gateway = gateway(bare);

        JsonNode hello = open(gateway, "any").result().result().tree();

        assertThat(hello.path("capabilities").propertyNames()).containsOnly("tools", "logging", "tasks");
        assertThat(hello.path("instructions").asString()).isEqualTo("Only read.");
        assertThat(hello.at("/serverInfo/title").asString()).isEqualTo("Bare");
        assertThat(result(ask(gateway, "prompts/list", "{}")).toString()).isEqualTo("{\"prompts\":[]}");
        assertThat(error(ask(gateway, "prompts/get", "{\"name\":\"git__review\"}"))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
        assertThat(error(ask(gateway, "resources/read", "{\"uri\":\"casys.files+file:///a\"}"))
                        .code())
                .isEqualTo(-32002);
        assertThat(names(result(ask(gateway, "tools/list", "{}")))).containsExactly("search_tools", "call_tool");
    }

    @Test
    void onlyWhatItsServersSayIsPassedOn() {
        Gateway notes = gateway(notes());
        Session session = open(notes, "any").session();
        RecordingReceiver heard = new RecordingReceiver();
        session.log().unsolicited().attach(heard);

        notes.notified("mail", notification("notifications/prompts/list_changed", "{}"), Optional.empty());
        notes.notified(
                "mail", notification("notifications/resources/updated", "{\"uri\":\"mail:///b\"}"), Optional.empty());
        tools.server("mail", "send", "receive");
        notes.toolsChanged();
        assertThat(heard.messages()).isEmpty();

        notes.notified("git", notification("notifications/prompts/list_changed", "{}"), Optional.empty());
        tools.server("git", "log");
        notes.toolsChanged();
        assertThat(heard.messages())
                .anyMatch(message -> message.contains("prompts/list_changed"))
                .anyMatch(message -> message.contains("tools/list_changed"));
    }

    @Test
    void aChangedSelectionHoldsAtOnceForSessionsThatAreOpen() {
        Gateway notes = gateway(notes());
        Session session = open(notes, "any").session();
        RecordingReceiver heard = new RecordingReceiver();
        session.log().unsolicited().attach(heard);
        VirtualServer other = new VirtualServer(
                "notes",
                Set.of("mail"),
                List.of(),
                Map.of(),
                Map.of(),
                new Exposure.All(),
                true,
                true,
                Optional.empty(),
                Optional.empty());

        notes.show(new GatewayView(Optional.of(other), List.of()));

        assertThat(heard.messages()).hasSize(3);
        assertThat(names(result(ask(notes, session, "tools/list", "{}"))))
                .containsExactly("search_tools", "call_tool", "mail__send");
        assertThat(error(ask(notes, session, "tools/call", call("read"))).message())
                .contains("no tool is called");

        notes.show(new GatewayView(Optional.of(other), List.of()));
        assertThat(heard.messages()).hasSize(3);
    }

    @Test
    void aNameThatAnotherToolHasIsNotGivenAndSaidSo() {
        VirtualServer clash = new VirtualServer(
                "clash",
                Set.of("files", "git"),
                List.of(),
                Map.of("files__read_file", "git__log", "git__push", "files__read_file", "files__nothing", "x"),
                Map.of(),
                new Exposure.All(),
                true,
                true,
                Optional.empty(),
                Optional.empty());
        Gateway gateway = gateway(clash);

        assertThat(names(result(ask(gateway, "tools/list", "{}"))))
                .doesNotHaveDuplicates()
                .contains("files__read_file", "git__push", "git__log");
        assertThat(gateway.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("\"files:read_file\" \"git__log\""))
                .anyMatch(problem -> problem.contains("\"git:push\" \"files__read_file\""))
                .anyMatch(problem -> problem.contains("\"files__nothing\""));
    }

    @Test
    void twoToolsCanSwapTheirNames() {
        VirtualServer swap = new VirtualServer(
                "swap",
                Set.of("git"),
                List.of("git__*"),
                Map.of("git__log", "git__push", "git__push", "git__log"),
                Map.of(),
                new Exposure.All(),
                true,
                true,
                Optional.empty(),
                Optional.empty());
        ToolCallNote note = new ToolCallNote();
        Gateway gateway = gateway(swap, note);

        ask(gateway, "tools/call", call("git__log"));
        ask(gateway, "tools/call", call("git:log"));

        assertThat(gateway.problems()).isEmpty();
        assertThat(note.names).containsExactly("git:push", "git:log");
    }

    @Test
    void clientsSeeTheListOfTheFirstRuleThatFitsTheirName() {
        Gateway everything = gateway(
                new GatewayView(
                        Optional.empty(),
                        List.of(
                                new ClientRule("cursor*", new Exposure.Matching(List.of("git__*"))),
                                new ClientRule("*", new Exposure.Meta()))),
                tools);
        Session cursor = open(everything, "Cursor-vscode").session();
        Session other = open(everything, "claude-ai").session();
        RecordingReceiver heardByCursor = new RecordingReceiver();
        RecordingReceiver heardByOther = new RecordingReceiver();
        cursor.log().unsolicited().attach(heardByCursor);
        other.log().unsolicited().attach(heardByOther);

        assertThat(names(result(ask(everything, cursor, "tools/list", "{}"))))
                .contains("git__log")
                .doesNotContain("files__read_file");
        assertThat(names(result(ask(everything, other, "tools/list", "{}"))))
                .containsExactly("search_tools", "call_tool");
        assertThat(names(result(stateless(everything, "cursor")))).contains("git__log");
        assertThat(names(result(stateless(everything, "else")))).containsExactly("search_tools", "call_tool");
        assertThat(result(ask(everything, other, "tools/call", call("git__log")))
                        .toString())
                .contains("done");

        tools.server("git", "log", "tag");
        everything.toolsChanged();
        assertThat(heardByCursor.messages()).hasSize(1);
        assertThat(heardByOther.messages()).isEmpty();

        everything.show(GatewayView.EVERYTHING);
        assertThat(heardByCursor.messages()).hasSize(2);
        assertThat(heardByOther.messages()).hasSize(1);
    }

    @Test
    void pagesOfAppsAreNamedByTheirAddressHereAndNothingElseChanges() {
        catalog.replaceServer(
                "apps",
                List.of(Tool.parse(raw("{\"name\":\"map\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"_meta\":{\"ui\":{\"resourceUri\":\"ui://map/v.html\",\"n\":1.0},"
                        + "\"ui/resourceUri\":\"ui://map/v.html\",\"o\":[1e2]}}"))));
        servers.doing("apps", "resources/read", (params, context) -> {
            assertThat(params.tree().path("uri").asString()).isEqualTo("ui://map/v.html");
            return raw("{\"contents\":[{\"uri\":\"ui://map/v.html\",\"text\":\"x\"}]}");
        });
        Gateway everything = gateway(GatewayView.EVERYTHING, tools);

        assertThat(result(ask(everything, "tools/list", "{}")).toString())
                .contains("{\"name\":\"apps__map\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"_meta\":{\"ui\":{\"resourceUri\":\"ui://casys.apps+map/v.html\",\"n\":1.0},"
                        + "\"ui/resourceUri\":\"ui://casys.apps+map/v.html\",\"o\":[1e2]}}");
        assertThat(result(ask(everything, "resources/read", "{\"uri\":\"ui://casys.apps+map/v.html\"}"))
                        .toString())
                .contains("\"uri\":\"ui://casys.apps+map/v.html\"");
    }

    private List<String> forms(RandomGenerator random) {
        Set<String> forms = new TreeSet<>();
        List<String> prefixes = List.of("", "mcp__", "mcp__notes__", "mcp__files__", "mcp__mcp__", "notes__", "notes:");
        List<CatalogTool> all = catalog.snapshot().tools();
        for (CatalogTool tool : all) {
            List<String> names = List.of(
                    tool.key().tool(),
                    tool.key().toString(),
                    ToolNames.qualified(tool.key()),
                    catalog.snapshot().listedName(tool.key()));
            prefixes.forEach(prefix -> names.forEach(name -> {
                forms.add(prefix + name);
                forms.add(prefix + name.toUpperCase(Locale.ROOT));
                forms.add(prefix + name + " ");
                forms.add(prefix + " " + name);
            }));
        }
        List<String> pieces = Stream.concat(
                        Stream.of("__", ":", "mcp__", "!", "*", "/", "read", "notes"),
                        all.stream()
                                .flatMap(tool -> Stream.of(
                                        tool.key().server(), tool.key().tool())))
                .toList();
        while (forms.size() < 4_000) {
            StringBuilder name = new StringBuilder();
            int length = random.nextInt(1, 7);
            for (int i = 0; i < length; i++) {
                name.append(pieces.get(random.nextInt(pieces.size())));
            }
            forms.add(name.toString());
        }
        return List.copyOf(forms);
    }

    private RawJson definition(String key) {
        return catalog.snapshot().tools().stream()
                .filter(tool -> tool.key().toString().equals(key))
                .findFirst()
                .orElseThrow()
                .tool()
                .definition();
    }

    private static VirtualServer notes() {
        return new VirtualServer(
                "notes",
                Set.of("files", "git"),
                List.of("files__*", "git__*", "!*__read_secret", "!GIT__READ_*"),
                Map.of("files__read_file", "read"),
                Map.of("files:read_file", "Reads \"a\" note"),
                new Exposure.All(),
                true,
                true,
                Optional.empty(),
                Optional.empty());
    }

    private Gateway gateway(VirtualServer settings) {
        return gateway(settings, tools);
    }

    private Gateway gateway(VirtualServer settings, ToolCalls calls) {
        return gateway(new GatewayView(Optional.of(settings), List.of()), calls);
    }

    private Gateway gateway(GatewayView view, ToolCalls calls) {
        GatewayOptions options = new GatewayOptions(
                new Implementation("casys", "1.2.3"),
                new Exposure.All(),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofMinutes(60),
                100_000);
        Gateway gateway =
                new Gateway(options, TestParts.of(catalog, search, calls, servers, InstantSource.system()), view);
        gateways.add(gateway);
        return gateway;
    }

    private static final class ToolCallNote implements ToolCalls {
        private final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public RawJson call(String name, RawJson arguments, CallContext context) {
            names.add(name);
            return raw("{\"content\":[]}");
        }
    }

    private JsonRpcError unknownResource(Gateway gateway, String instead) {
        JsonRpcError unknown = error(ask(gateway, "resources/read", "{\"uri\":\"casys.nobody+mail:///b\"}"));
        RawJson data =
                RawJson.parse(unknown.data().orElseThrow().toString().replace("casys.nobody+mail:///b", instead));
        return new JsonRpcError(
                unknown.code(), unknown.message().replace("casys.nobody+mail:///b", instead), Optional.of(data));
    }

    private Answer.Opened open(Gateway gateway, String client) {
        String params = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"" + client
                + "\",\"version\":\"1\"}}";
        return assertInstanceOf(
                Answer.Opened.class,
                gateway.handle(inbound(request("initialize", params), Optional.empty()), ClientStream.NONE));
    }

    private Answer ask(Gateway gateway, String method, String params) {
        Session session = open(gateway, "t").session();
        try {
            return ask(gateway, session, method, params);
        } finally {
            gateway.end(session);
        }
    }

    private Answer ask(Gateway gateway, Session session, String method, String params) {
        return gateway.handle(inbound(request(method, params), Optional.of(session)), ClientStream.NONE);
    }

    private Answer stateless(Gateway gateway, String client) {
        String params = "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"" + client + "\",\"version\":\"1\"}}}";
        return gateway.handle(inbound(request("tools/list", params), Optional.empty()), ClientStream.NONE);
    }

    private JsonRpcRequest request(String method, String params) {
        nextId++;
        return new JsonRpcRequest(new RequestId.IntegerId(nextId), method, Optional.of(raw(params)));
    }

    private static Inbound inbound(JsonRpcRequest message, Optional<Session> session) {
        return new Inbound(message, Caller.LOCAL, session, Optional.empty(), UUID.randomUUID());
    }

    private static JsonRpcNotification notification(String method, String params) {
        return new JsonRpcNotification(method, Optional.of(raw(params)));
    }

    private static String call(String name) {
        return "{\"name\":" + quoted(name) + ",\"arguments\":{}}";
    }

    private static String callTool(String name) {
        return "{\"name\":\"call_tool\",\"arguments\":{\"name\":" + quoted(name) + "}}";
    }

    private static String quoted(String text) {
        return StringNode.valueOf(text).toString();
    }

    private static List<Double> scores(JsonNode found) {
        return Stream.of("hits", "nearest")
                .flatMap(kind -> found.path(kind).valueStream())
                .map(hit -> hit.path("score").asDouble())
                .toList();
    }

    private static RawJson result(Answer answer) {
        Answer.Reply reply = assertInstanceOf(Answer.Reply.class, answer);
        return assertInstanceOf(JsonRpcResult.class, reply.message(), reply.message()::toString)
                .result();
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

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }
}
