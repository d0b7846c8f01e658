// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = new Catalog();

    @Test
    void aSnapshotIsOrderedByServerAndTool() {
        catalog.replaceServer("b", tools("y", "x"));
        catalog.replaceServer("a", tools("z"));

        assertThat(catalog.snapshot().tools())
                .extracting(tool -> tool.key().toString())
                .containsExactly("a:z", "b:x", "b:y");
    }

    @Test
    void listenersHearWhatWasAddedChangedAndRemoved() {
        List<CatalogChange> heard = new ArrayList<>();
        catalog.replaceServer("a", tools("kept", "gone", "other"));
        CatalogSubscription subscription = catalog.subscribe(heard::add);

        catalog.replaceServer("a", List.of(tool("kept"), described("other", "now with a text"), tool("new")));
        subscription.close();
        catalog.removeServer("a");

        assertThat(heard).hasSize(1);
        CatalogChange change = heard.getFirst();
        assertThat(change.added()).containsExactly(new ToolKey("a", "new"));
        assertThat(change.changed()).containsExactly(new ToolKey("a", "other"));
        assertThat(change.removed()).containsExactly(new ToolKey("a", "gone"));
        assertThat(change.snapshot().tools()).hasSize(3);
    }

    @Test
    void aListThatSaysTheSameInOtherWordsIsNoChange() {
        catalog.replaceServer("a", List.of(parse("{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"a\":1}}")));
        long revision = catalog.snapshot().revision();
        List<CatalogChange> heard = new ArrayList<>();
        catalog.subscribe(heard::add);

        assertThat(catalog.replaceServer(
                        "a", List.of(parse("{ \"inputSchema\": {\"a\": 1, \"type\":\"object\"}, \"name\":\"t\" }"))))
                .isEmpty();
        assertThat(heard).isEmpty();
        assertThat(catalog.snapshot().revision()).isEqualTo(revision);
    }

    @Test
    void aListenerThatThrowsHurtsNobody() {
        List<CatalogChange> heard = new ArrayList<>();
        catalog.subscribe(change -> {
            throw new IllegalStateException("on purpose");
        });
        catalog.subscribe(heard::add);

        catalog.replaceServer("a", tools("x"));

        assertThat(heard).hasSize(1);
    }

    @Test
    void changesFromManyThreadsAreToldInTheirOrder() throws InterruptedException {
        List<Long> heard = new CopyOnWriteArrayList<>();
        catalog.subscribe(change -> heard.add(change.snapshot().revision()));
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(server -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        catalog.replaceServer("s" + server, tools("t" + i));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(heard).hasSize(400).isSorted().doesNotHaveDuplicates();
        assertThat(catalog.snapshot().revision()).isEqualTo(400);
    }

    @Test
    void whatWasLastKnownNeverReplacesWhatAServerSaysNow() {
        catalog.replaceServer("live", tools("now"));

        catalog.load(List.of(
                CatalogTool.of("live", tool("then")),
                CatalogTool.of("late", tool("b")),
                CatalogTool.of("late", tool("a"))));

        assertThat(catalog.snapshot().tools())
                .extracting(tool -> tool.key().toString())
                .containsExactly("late:a", "late:b", "live:now");
    }

    @Test
    void absurdNamesAreDroppedAndOfTwoNamesakesTheFirstCounts() {
        catalog.replaceServer(
                "a",
                List.of(
                        tool("x".repeat(512)),
                        tool("y".repeat(513)),
                        tool("line\nbreak"),
                        tool("half\ud83d"),
                        described("twice", "first"),
                        described("twice", "second")));

        assertThat(catalog.snapshot().tools())
                .extracting(tool -> tool.key().tool())
                .containsExactly("twice", "x".repeat(512));
        assertThat(catalog.snapshot().toolsOf("a").getFirst().tool().description())
                .contains("first");
    }

    @Test
    void aServerKeepsAtMostTenThousandTools() {
        catalog.replaceServer(
                "a", IntStream.range(0, 10_050).mapToObj(i -> tool("t" + i)).toList());

        assertThat(catalog.snapshot().tools()).hasSize(10_000);
    }

    @Test
    void aServerNameThatCouldBeMistakenIsRefused() {
        for (String name : List.of("", "A", "a_b", "a".repeat(33), "-a", "a:b")) {
            assertThatThrownBy(() -> catalog.replaceServer(name, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[a-z0-9]");
        }
    }

    @Test
    void aPlainNameResolvesOnlyWhereOneVisibleServerHasIt() {
        catalog.replaceServer("a", tools("search", "only_a"));
        catalog.replaceServer("b", tools("search"));
        CatalogSnapshot snapshot = catalog.snapshot();

        assertThat(snapshot.resolve("only_a")).isInstanceOf(Resolution.Found.class);
        assertThat(snapshot.resolve("search"))
                .isEqualTo(new Resolution.Ambiguous(snapshot.named("search", tool -> true)));
        assertThat(snapshot.resolve("search", tool -> tool.key().server().equals("b")))
                .isEqualTo(new Resolution.Found(
                        snapshot.tool(new ToolKey("b", "search")).orElseThrow()));
    }

    @Test
    void anUnknownNameNamesItsVisibleNeighboursOnly() {
        catalog.replaceServer("github", tools("create_issue", "delete_repository"));
        catalog.replaceServer("hidden", tools("create_issue"));

        assertThat(catalog.snapshot()
                        .resolve(
                                "github__creat_isue",
                                tool -> !tool.key().server().equals("hidden")))
                .isEqualTo(new Resolution.Unknown(List.of("github__create_issue")));
        assertThat(catalog.snapshot().resolve("")).isEqualTo(new Resolution.Unknown(List.of()));
    }

    @Test
    void theHashTellsDefinitionsApartAndNotTheirSpelling() {
        String hash = hash("{\"name\":\"t\",\"inputSchema\":{\"b\":[1,{\"y\":1,\"x\":\"\\u00e9\"}],\"a\":1.0}}");

        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(hash("{\"inputSchema\":{\"a\":1.0,\"b\":[1,{\"x\":\"é\",\"y\":1}]},\"name\":\"t\"}"))
                .isEqualTo(hash);
        assertThat(hash("{\"inputSchema\":{\"a\":1,\"b\":[1,{\"x\":\"é\",\"y\":1}]},\"name\":\"t\"}"))
                .isNotEqualTo(hash);
        assertThat(hash("{\"inputSchema\":{\"a\":1.0,\"b\":[{\"x\":\"é\",\"y\":1},1]},\"name\":\"t\"}"))
                .isNotEqualTo(hash);
        assertThat(CanonicalJson.of(raw("{\"b\":\"\\\"\\\\\\n\\u0001\\u007f/\",\"a\":[null,true,1e2]}")))
                .isEqualTo("{\"a\":[null,true,1e2],\"b\":\"\\\"\\\\\\n\\u0001\u007f/\"}");
    }

    @Test
    void traitsFollowTheDefaultsOfTheProtocol() {
        assertThat(traits("{}")).isEqualTo(ToolTraits.UNKNOWN);
        assertThat(traits("{\"annotations\":{}}")).isEqualTo(new ToolTraits(false, true, false, true));
        assertThat(traits("{\"annotations\":{\"readOnlyHint\":true}}"))
                .isEqualTo(new ToolTraits(true, false, true, true));
        assertThat(
                        traits(
                                "{\"annotations\":{\"readOnlyHint\":\"yes\",\"destructiveHint\":false,\"openWorldHint\":false}}"))
                .isEqualTo(new ToolTraits(false, false, false, false));
    }

    @Test
    void aGlobFitsWholeNamesAndTakesNoTimeForNastyPatterns() {
        assertThat(NameGlob.of("git*__*issue?").matches("GitHub__create_issues"))
                .isTrue();
        assertThat(NameGlob.of("issue").matches("create_issue")).isFalse();
        assertThat(NameGlob.of("*").matches("")).isTrue();
        assertThat(NameGlob.of("a.c").matches("abc")).isFalse();
        assertThat(NameGlob.of("*a".repeat(250) + "b").matches("a".repeat(500))).isFalse();
    }

    private static ToolTraits traits(String extra) {
        String members = extra.equals("{}") ? "" : "," + extra.substring(1, extra.length() - 1);
        return ToolTraits.of(CatalogTool.of("s", parse("{\"name\":\"t\",\"inputSchema\":{}" + members + "}")));
    }

    private static String hash(String definition) {
        return DefinitionHash.of(parse(definition));
    }

    private static List<Tool> tools(String... names) {
        return List.of(names).stream().map(CatalogTest::tool).toList();
    }

    private static Tool tool(String name) {
        return ToolNamesTest.tool(name);
    }

    private static Tool described(String name, String description) {
        return parse("{\"name\":\"" + name + "\",\"description\":\"" + description + "\",\"inputSchema\":{}}");
    }

    // The definition keeps its spelling, which is what the hash must not see.
    private static Tool parse(String definition) {
        return Tool.parse(raw(definition));
    }

    private static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }
}
