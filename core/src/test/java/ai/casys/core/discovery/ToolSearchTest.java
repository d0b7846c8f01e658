// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToolSearchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Catalog catalog = new Catalog();
    private final ToolSearch search = ToolSearch.over(catalog);

    @BeforeEach
    void indexed() throws InterruptedException {
        SmallCatalog.fill(catalog);
        catchUp();
    }

    @AfterEach
    void close() {
        search.close();
    }

    @Test
    void aHitSaysItsNameItsSchemaAndWhyItWasFound() {
        SearchHit hit = intent("open a new issue with labels").hits().getFirst();

        assertThat(hit.name()).isEqualTo("code-host__create_issue");
        assertThat(hit.inputSchema().orElseThrow().has("$schema")).isFalse();
        assertThat(hit.inputSchema().orElseThrow().path("properties").has("labels"))
                .isTrue();
        assertThat(hit.reasons())
                .contains(new Reason(Reason.Part.NAME, List.of("issue")))
                .contains(new Reason(Reason.Part.DESCRIPTION, List.of("open", "new", "issue")))
                .contains(new Reason(Reason.Part.PARAMETERS, List.of("labels")));
    }

    @Test
    void whatAnIntentNeedsWithoutSayingItIsFoundAmongTheFirst() {
        List<SearchHit> hits = intent("show the commit history of the branch and store it as history.txt")
                .hits();

        SearchHit write = hits.stream()
                .filter(hit -> hit.name().equals("disk__write_file"))
                .findFirst()
                .orElseThrow();
        assertThat(hits.indexOf(write)).isLessThan(4);
        assertThat(write.reasons())
                .contains(new Reason(Reason.Part.IMPLIED_STEP, List.of("write text content to a file")));
        assertThat(write.confidence()).isBetween(0.0, 1.0);
    }

    @Test
    void aHitCarriesOnlyWhatWasAskedFor() {
        SearchHit hit = search.search(SearchQuery.intent("rename a file").withInclude(Set.of()), ToolSearchTest::any)
                .hits()
                .getFirst();

        assertThat(hit.reasons()).isEmpty();
        assertThat(hit.inputSchema()).isEmpty();
    }

    @Test
    void aHiddenToolTakesNoPlaceAndIsNeverNamed() {
        Predicate<CatalogTool> mailOnly = tool -> tool.key().server().equals("mail");

        SearchResult result = search.search(
                SearchQuery.intent("open an issue, send a message").withLimit(1), mailOnly);
        assertThat(servers(result.hits())).containsOnly("mail");
        assertThat(result.total()).isLessThanOrEqualTo(6);
        for (SearchQuery query : List.of(
                SearchQuery.name("code-host__create_issue"),
                SearchQuery.pattern("*issue*"),
                SearchQuery.intent("pull request merge"))) {
            SearchResult other = search.search(query, mailOnly);
            assertThat(servers(other.hits())).isSubsetOf("mail");
            assertThat(servers(other.nearestMisses())).isSubsetOf("mail");
        }
    }

    @Test
    void howSureAnAnswerIsDependsOnVisibleToolsAlone() throws InterruptedException {
        Catalog smaller = new Catalog();
        SmallCatalog.fill(smaller);
        smaller.removeServer("mail");
        try (ToolSearch without = ToolSearch.over(smaller)) {
            assertThat(without.awaitIndexed(smaller.snapshot().revision(), Duration.ofSeconds(20)))
                    .isTrue();
            List<Double> there = sure(without, tool -> true);

            assertThat(sure(search, tool -> !tool.key().server().equals("mail")))
                    .isEqualTo(there);
            assertThat(there)
                    .isNotEmpty()
                    .allSatisfy(confidence -> assertThat(confidence).isBetween(0.0, 1.0));
        }
    }

    private static List<Double> sure(ToolSearch search, Predicate<CatalogTool> visible) {
        return search.search(SearchQuery.intent("send a message with an attachment"), visible).hits().stream()
                .map(SearchHit::confidence)
                .toList();
    }

    @Test
    void aServerFilterKeepsToThatServer() {
        SearchResult result = search.search(SearchQuery.intent("list").withServer("database"), ToolSearchTest::any);

        assertThat(servers(result.hits())).containsOnly("database");
    }

    @Test
    void aNameIsFoundInEveryFormAndWithATypingError() {
        for (String form : List.of("disk__move_file", "disk:move_file", "mcp__disk__move_file", "move_file")) {
            assertThat(search.search(SearchQuery.name(form), ToolSearchTest::any)
                            .hits())
                    .extracting(SearchHit::name)
                    .containsExactly("disk__move_file");
        }
        assertThat(search.search(SearchQuery.name("MoveFlie"), ToolSearchTest::any)
                        .hits())
                .extracting(SearchHit::name)
                .contains("disk__move_file");
    }

    @Test
    void aPatternFindsNamesInTheirOrder() {
        SearchResult result =
                search.search(SearchQuery.pattern("calendar__*EVENT").withLimit(2), ToolSearchTest::any);

        assertThat(result.hits())
                .extracting(SearchHit::name)
                .containsExactly("calendar__createEvent", "calendar__deleteEvent");
        assertThat(result.total()).isEqualTo(3);
    }

    @Test
    void nothingRelevantGivesNoHitsButTheNearestMisses() {
        SearchResult result = intent("isues xyzzy");

        assertThat(result.hits()).isEmpty();
        assertThat(result.nearestMisses()).extracting(SearchHit::name).contains("code-host__list_issues");
        assertThat(search.search(SearchQuery.pattern("disk__mov_file"), ToolSearchTest::any)
                        .nearestMisses())
                .extracting(SearchHit::name)
                .contains("disk__move_file");
    }

    @Test
    void badQueriesAreRefusedWithTheRule() {
        assertThatThrownBy(() -> SearchQuery.intent(" \n"))
                .satisfies(ToolSearchTest::isInvalid)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> SearchQuery.intent("x".repeat(4_001)))
                .satisfies(ToolSearchTest::isInvalid)
                .hasMessageContaining("4000");
        assertThatThrownBy(() -> SearchQuery.intent("x").withLimit(51))
                .satisfies(ToolSearchTest::isInvalid)
                .hasMessageContaining("between 1 and 50");
    }

    @Test
    void anyTextUpToFourThousandCharactersIsAnswered() {
        Random random = new Random(11);
        List<String> texts = new ArrayList<>(List.of(
                "+-&|!(){}[]^\"~*?:\\/ AND OR NOT",
                "name:*",
                "\u0000\u0001",
                "\ud83d",
                "the of and",
                "?".repeat(4_000),
                "a b ".repeat(1_000),
                "\u0301\u0301",
                "ﷺ".repeat(4_000),
                "İIıß",
                "工".repeat(4_000),
                "*a".repeat(2_000)));
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder("q");
            int length = random.nextInt(i % 10 == 0 ? 3_900 : 60);
            while (text.length() < length) {
                text.append((char) random.nextInt(0x10000));
            }
            texts.add(text.toString());
        }
        for (String text : texts) {
            for (SearchQuery.Kind kind : SearchQuery.Kind.values()) {
                SearchResult result = search.search(
                        new SearchQuery(kind, text, 50, Optional.empty(), Set.of(SearchQuery.Include.WHY)),
                        ToolSearchTest::any);
                assertThat(result.hits().size()).isLessThanOrEqualTo(Math.max(0, result.total()));
            }
        }
    }

    @Test
    void theSameCatalogueGivesTheSameAnswerWhateverWayItCame() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            for (Map.Entry<String, List<Tool>> server : SmallCatalog.byServer().entrySet()) {
                catalog.replaceServer(
                        server.getKey(),
                        List.of(SmallCatalog.tool("passing" + round, "open an issue file page message")));
                catchUp();
                catalog.replaceServer(server.getKey(), server.getValue());
            }
        }
        catchUp();
        Catalog fresh = new Catalog();
        SmallCatalog.fill(fresh);
        try (ToolSearch other = ToolSearch.over(fresh)) {
            for (String text : List.of("open an issue", "file", "send a message to the channel", "list tables")) {
                SearchQuery query = SearchQuery.intent(text).withLimit(50).withInclude(Set.of());
                assertThat(scores(search.search(query, ToolSearchTest::any)))
                        .isEqualTo(scores(other.search(query, ToolSearchTest::any)));
            }
        }
    }

    @Test
    void toolsWithTheSameScoreComeByServerAndName() throws InterruptedException {
        for (String server : List.of("twin-b", "twin-a")) {
            catalog.replaceServer(
                    server, List.of(SmallCatalog.tool("zwei", "quux"), SmallCatalog.tool("eins", "quux")));
        }
        catchUp();

        assertThat(intent("quux").hits())
                .extracting(hit -> hit.tool().key().toString())
                .containsExactly("twin-a:eins", "twin-a:zwei", "twin-b:eins", "twin-b:zwei");
    }

    @Test
    void aToolThatIsGoneIsNoLongerFound() throws InterruptedException {
        assertThat(intent("elevation").hits()).isNotEmpty();
        catalog.removeServer("maps");
        assertThat(intent("elevation").hits()).isEmpty();
        catchUp();
        assertThat(intent("elevation").hits()).isEmpty();
    }

    @Test
    void searchingGoesOnWhileServersComeAndGo() throws InterruptedException {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> searchers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            // Virtual threads that never wait would keep the carriers from whoever holds a lock in between.
            searchers.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (going.get()) {
                        assertThat(intent("open a new issue").hits().getFirst().name())
                                .isEqualTo("code-host__create_issue");
                        answered.incrementAndGet();
                    }
                } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                }
            }));
        }
        Map<String, List<Tool>> servers = SmallCatalog.byServer();
        for (int round = 0; round < 50; round++) {
            catalog.removeServer("mail");
            catalog.replaceServer("mail", servers.getOrDefault("mail", List.of()));
            catchUp();
        }
        going.set(false);
        for (Thread searcher : searchers) {
            searcher.join();
        }
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isPositive();
    }

    @Test
    void aClosedSearchSaysSo() {
        search.close();

        assertThatThrownBy(() -> intent("anything"))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.UNAVAILABLE));
    }

    @Test
    void aHostileDefinitionIsIndexedInBounds() throws InterruptedException {
        catalog.replaceServer(
                "flood",
                List.of(SmallCatalog.tool("flood", "needle " + "x".repeat(2_000_000) + " z".repeat(500_000), "p")));
        catchUp();

        assertThat(intent("needle").hits()).extracting(SearchHit::name).containsExactly("flood__flood");
    }

    private void catchUp() throws InterruptedException {
        assertThat(search.awaitIndexed(catalog.snapshot().revision(), LONG)).isTrue();
    }

    private SearchResult intent(String text) {
        return search.search(SearchQuery.intent(text), ToolSearchTest::any);
    }

    private static List<String> servers(List<SearchHit> hits) {
        return hits.stream().map(hit -> hit.tool().key().server()).distinct().toList();
    }

    private static List<String> scores(SearchResult result) {
        return result.hits().stream().map(hit -> hit.name() + " " + hit.score()).toList();
    }

    private static void isInvalid(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.INVALID_INPUT));
    }

    private static boolean any(CatalogTool tool) {
        return !tool.key().tool().isEmpty();
    }
}
