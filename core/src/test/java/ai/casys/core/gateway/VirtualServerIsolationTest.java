// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.names;
import static ai.casys.core.gateway.Messages.notification;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Audience;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.settings.VirtualServer;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** That nothing else exists in a virtual server than what it shows. */
final class VirtualServerIsolationTest extends VirtualServerFixture {

    private final List<String> called = new CopyOnWriteArrayList<>();

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
                        .find(RawJson.parse("{\"intent\":\"" + intent + "\"}").tree(), TenantId.LOCAL);
                assertThat(scores(inside)).as(intent).isEqualTo(scores(only));
            }
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
    void onlyWhatItsServersSayIsPassedOn() {
        Gateway notes = gateway(notes());
        Session session = open(notes, "any").session();
        RecordingReceiver heard = new RecordingReceiver();
        session.log().unsolicited().attach(heard);

        notes.notified("mail", notification("notifications/prompts/list_changed", "{}"), new Audience.Everyone());
        notes.notified(
                "mail",
                notification("notifications/resources/updated", "{\"uri\":\"mail:///b\"}"),
                new Audience.Everyone());
        tools.server("mail", "send", "receive");
        notes.toolsChanged();
        assertThat(heard.messages()).isEmpty();

        notes.notified("git", notification("notifications/prompts/list_changed", "{}"), new Audience.Everyone());
        tools.server("git", "log");
        notes.toolsChanged();
        assertThat(heard.messages())
                .anyMatch(message -> message.contains("prompts/list_changed"))
                .anyMatch(message -> message.contains("tools/list_changed"));
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

    private JsonRpcError unknownResource(Gateway gateway, String instead) {
        JsonRpcError unknown = error(ask(gateway, "resources/read", "{\"uri\":\"casys.nobody+mail:///b\"}"));
        RawJson data =
                RawJson.parse(unknown.data().orElseThrow().toString().replace("casys.nobody+mail:///b", instead));
        return new JsonRpcError(
                unknown.code(), unknown.message().replace("casys.nobody+mail:///b", instead), Optional.of(data));
    }

    private static List<Double> scores(JsonNode found) {
        return Stream.of("hits", "nearest")
                .flatMap(kind -> found.path(kind).valueStream())
                .map(hit -> hit.path("score").asDouble())
                .toList();
    }
}
