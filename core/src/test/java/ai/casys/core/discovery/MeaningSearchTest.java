// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Search by meaning, with models that are plain to see through. */
class MeaningSearchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Catalog catalog = new Catalog();
    private final WordsAsMeaning first = new WordsAsMeaning("first");
    private final WordsAsMeaning second = new WordsAsMeaning("second");
    private final Kept kept = new Kept();

    MeaningSearchTest() {
        SmallCatalog.fill(catalog);
    }

    @Test
    void aToolIsFoundByWordsThatItDoesNotHave() throws InterruptedException {
        try (ToolSearch search = search()) {
            assertThat(names(search, "defect")).isNotEmpty();
            assertThat(names(search, "defect").getFirst()).contains("issue");
        }
        try (ToolSearch words = ToolSearch.over(catalog)) {
            words.awaitIndexed(catalog.snapshot().revision(), LONG);
            assertThat(names(words, "defect")).isEmpty();
        }
    }

    @Test
    void theToolsThatACallerMayNotSeeChangeNoHitAndNoScore() throws InterruptedException {
        Predicate<CatalogTool> without = tool ->
                !tool.key().server().equals("code-host") && !tool.key().server().equals("browser");
        Catalog smaller = new Catalog();
        SmallCatalog.byServer().forEach((server, tools) -> {
            if (!server.equals("code-host") && !server.equals("browser")) {
                smaller.replaceServer(server, tools);
            }
        });
        try (ToolSearch all = search();
                ToolSearch few = search(smaller, new WordsAsMeaning("first"))) {
            for (String text : List.of(
                    "report a bug in the repository, then send a letter to the team",
                    "open a page and take a picture",
                    "read the file and write it to another folder",
                    "list")) {
                SearchQuery query = SearchQuery.intent(text).withLimit(50);
                assertThat(shown(all.search(query, without))).isEqualTo(shown(few.search(query, _ -> true)));
            }
        }
    }

    @Test
    void theContributionsAddUpToTheScore() throws InterruptedException {
        try (ToolSearch search = search()) {
            List<SearchHit> hits = search.search(
                            SearchQuery.intent("find the file, then send a letter with it and delete the file"),
                            _ -> true)
                    .hits();

            assertThat(hits).isNotEmpty().allSatisfy(hit -> {
                assertThat(hit.signals())
                        .extracting(Signal::name)
                        .containsExactly("words", "first", "second", "server");
                assertThat(hit.signals().stream()
                                .mapToDouble(Signal::contribution)
                                .sum())
                        .isCloseTo(hit.score(), within(1e-4));
            });
        }
    }

    @Test
    void aRestartMakesNoVectorAndAChangedDescriptionOne() throws InterruptedException {
        search().close();
        int tools = catalog.snapshot().tools().size();
        assertThat(first.asked()).hasSize(tools);

        WordsAsMeaning again = new WordsAsMeaning("first");
        try (ToolSearch search = search(catalog, again)) {
            assertThat(again.asked()).isEmpty();
            assertThat(names(search, "defect").getFirst()).contains("issue");
            int asked = again.asked().size();
            catalog.replaceServer("maps", List.of(SmallCatalog.tool("elevation", "Another text", "place")));
            catchUp(search, catalog);

            assertThat(again.asked().subList(asked, again.asked().size()))
                    .singleElement()
                    .asString()
                    .contains("Another text");
        }
    }

    @Test
    void anIntentIsReadOnce() throws InterruptedException {
        try (ToolSearch search = search()) {
            int tools = first.asked().size();
            names(search, "report a defect");
            names(search, "report a defect");

            assertThat(first.asked()).hasSize(tools + 1);
        }
    }

    @Test
    void amongFewToolsClausesAreReadByTheFirstModelOnly() throws InterruptedException {
        try (ToolSearch search = search()) {
            int before = first.asked().size();
            int beforeSecond = second.asked().size();
            names(search, "find the newest file, send it to the team");

            assertThat(first.asked()).hasSize(before + 3);
            assertThat(second.asked()).hasSize(beforeSecond + 1);
        }
    }

    @Test
    void whoSeesManyToolsHasClausesReadByAllModels() throws InterruptedException {
        catalog.replaceServer(
                "numbers",
                IntStream.range(0, 2_000)
                        .mapToObj(number -> Tool.parse(RawJson.parse(
                                "{\"name\":\"add_" + number + "\",\"inputSchema\":{\"type\":\"object\"}}")))
                        .toList());
        try (ToolSearch search = search()) {
            int before = second.asked().size();
            search.search(SearchQuery.intent("find the oldest page, send it to the team"), _ -> true);
            assertThat(second.asked()).hasSize(before + 3);

            search.search(
                    SearchQuery.intent("find the newest file, send it to the board"),
                    tool -> !tool.key().server().equals("numbers"));
            assertThat(second.asked()).hasSize(before + 4);
        }
    }

    @Test
    void aModelThatFailsLeavesTheWords() throws InterruptedException {
        try (ToolSearch search = search()) {
            first.fail();

            assertThat(names(search, "open a new issue").getFirst()).isEqualTo("code-host__create_issue");
        }
    }

    @Test
    void whileThereAreNoModelsYetTheWordsAreSearched() throws InterruptedException {
        try (Embeddings none = Embeddings.loading(List.of());
                ToolSearch search = ToolSearch.over(catalog, none, kept, LearnedSource.NONE)) {
            search.awaitIndexed(catalog.snapshot().revision(), LONG);

            assertThat(names(search, "open a new issue").getFirst()).isEqualTo("code-host__create_issue");
        }
    }

    @Test
    void nearCopiesOnOtherServersAreOneHit() throws InterruptedException {
        String text = "Measure the length of a cable between two poles";
        catalog.replaceServer("cables", List.of(SmallCatalog.tool("measure_cable", text, "from", "to")));
        catalog.replaceServer("cables-fork", List.of(SmallCatalog.tool("measureCable", text + ".", "from", "to")));
        try (ToolSearch search = search()) {
            SearchHit hit = search.search(SearchQuery.intent("measure a cable"), _ -> true)
                    .hits()
                    .getFirst();

            assertThat(hit.name()).isEqualTo("cables__measure_cable");
            assertThat(hit.alsoAs()).containsExactly("cables-fork__measureCable");
            assertThat(names(search, "measure a cable")).doesNotContain("cables-fork__measureCable");
            assertThat(search.search(
                                    SearchQuery.intent("measure a cable"),
                                    tool -> !tool.key().server().equals("cables-fork"))
                            .hits()
                            .getFirst()
                            .alsoAs())
                    .isEmpty();
        }
    }

    private ToolSearch search() throws InterruptedException {
        return search(catalog, first);
    }

    private ToolSearch search(Catalog over, WordsAsMeaning model) throws InterruptedException {
        ToolSearch search = ToolSearch.over(over, Embeddings.of(List.of(model, second)), kept, LearnedSource.NONE);
        catchUp(search, over);
        return search;
    }

    private static void catchUp(ToolSearch search, Catalog over) throws InterruptedException {
        assertThat(search.awaitIndexed(over.snapshot().revision(), LONG)).isTrue();
        assertThat(search.awaitVectors(LONG)).isTrue();
    }

    private static List<String> names(ToolSearch search, String intent) {
        return search.search(SearchQuery.intent(intent), _ -> true).hits().stream()
                .map(SearchHit::name)
                .toList();
    }

    private static List<String> shown(SearchResult result) {
        return result.hits().stream()
                .map(hit -> hit.name() + " " + hit.score() + " " + hit.signals())
                .toList();
    }

    /** What a database would keep. */
    private static final class Kept implements VectorStore {
        private final Map<String, Map<TextHash, CompactVector>> models = new ConcurrentHashMap<>();

        @Override
        public Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts) {
            Map<TextHash, CompactVector> all = models.getOrDefault(model, Map.of());
            Map<TextHash, CompactVector> found = new ConcurrentHashMap<>(all);
            found.keySet().retainAll(texts);
            return found;
        }

        @Override
        public void save(String model, Map<TextHash, CompactVector> vectors) {
            models.computeIfAbsent(model, _ -> new ConcurrentHashMap<>()).putAll(vectors);
        }
    }
}
