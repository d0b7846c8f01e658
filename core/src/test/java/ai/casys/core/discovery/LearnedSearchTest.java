// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.Caller;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.IntentVectors;
import ai.casys.core.learning.Learning;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.LearningOptions;
import ai.casys.core.learning.LearningParts;
import ai.casys.core.learning.NoRows;
import ai.casys.core.learning.Verdict;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant's calls taught changes what its searches find, and nobody else's. */
class LearnedSearchTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId OURS = new TenantId(new UUID(1, 1));
    private static final TenantId THEIRS = new TenantId(new UUID(1, 2));

    private final Catalog catalog = new Catalog();
    private Learning learning;
    private ToolSearch search;

    @BeforeEach
    void start() throws InterruptedException {
        SmallCatalog.fill(catalog);
        learning = Learning.start(
                new LearningParts(
                        new NoRows(), IntentVectors.NONE, _ -> CatalogSnapshot.EMPTY, InstantSource.fixed(NOON)),
                new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, ToolSearch.signals()));
        search = over(catalog);
    }

    @AfterEach
    void close() {
        search.close();
        learning.close();
    }

    @Test
    void aToolThatServedAnIntentIsFoundForItWithoutSharingAWord() {
        String intent = "tell everybody that lunch is ready";
        assertThat(names(intent, OURS)).doesNotContain("chat__chat_add_reaction");

        work(OURS, "one", intent, CallOutcome.SUCCEEDED, "chat:chat_add_reaction");

        assertThat(names(intent, OURS).getFirst()).isEqualTo("chat__chat_add_reaction");
        assertThat(names(intent, THEIRS)).doesNotContain("chat__chat_add_reaction");
    }

    @Test
    void successMakesTheAnswerSurer() {
        String intent = "run a query on rows";
        double before = confidence(intent, "database__query");

        for (String run : List.of("a", "b", "c")) {
            work(OURS, run, intent, CallOutcome.SUCCEEDED, "database:query");
        }

        assertThat(before).isBetween(0.0, 1.0);
        assertThat(confidence(intent, "database__query")).isGreaterThan(before).isBetween(0.5, 1.0);
    }

    private double confidence(String intent, String tool) {
        return search.search(SearchQuery.intent(intent), SearchScope.of(OURS, _ -> true)).hits().stream()
                .filter(hit -> hit.name().equals(tool))
                .mapToDouble(SearchHit::confidence)
                .findFirst()
                .orElse(0);
    }

    @Test
    void whatUsuallyComesNextIsNamedAndRises() {
        int before = names("run a query on rows", OURS).indexOf("disk__write_file");
        for (String run : List.of("a", "b", "c")) {
            work(OURS, run, "something " + run, CallOutcome.SUCCEEDED, "database:query", "disk:write_file");
        }

        SearchResult result = search.search(SearchQuery.intent("run a query on rows"), SearchScope.of(OURS, _ -> true));

        SearchHit first = result.hits().getFirst();
        assertThat(first.name()).isEqualTo("database__query");
        assertThat(first.learned().follows()).containsExactly("disk__write_file");
        assertThat(first.learned().precedes()).isEmpty();
        int after = result.hits().stream().map(SearchHit::name).toList().indexOf("disk__write_file");
        assertThat(after).isNotNegative();
        assertThat(before == -1 || after < before).isTrue();
        assertThat(result.hits().get(after).learned().precedes()).containsExactly("database__query");
    }

    @Test
    void whatASessionHasJustUsedIsASeed() {
        for (String run : List.of("a", "b", "c")) {
            work(OURS, run, "something " + run, CallOutcome.SUCCEEDED, "database:query", "disk:write_file");
        }
        SearchQuery query = SearchQuery.intent("xylophone");
        SearchScope without = SearchScope.of(OURS, _ -> true);
        CatalogTool used = catalog.snapshot().tools().stream()
                .filter(tool -> tool.key().toString().equals("database:query"))
                .findFirst()
                .orElseThrow();

        double before = score(search.search(query, without), "disk__write_file");
        double after = score(search.search(query, without.after(Set.of(used.key()))), "disk__write_file");

        assertThat(after).isGreaterThan(before + 0.2);
        assertThat(search.recent(caller(OURS), "c").stream().map(Object::toString))
                .containsExactly("disk:write_file", "database:query");
    }

    @Test
    void callsThatFailOrAreRefusedNeverRaiseATool() {
        String intent = "tell everybody that lunch is ready";
        Map<String, Double> before = scores(intent, OURS);
        for (CallOutcome outcome : CallOutcome.values()) {
            if (outcome != CallOutcome.SUCCEEDED) {
                work(OURS, outcome.name(), intent, outcome, "chat:chat_post_message", "disk:read_file");
            }
        }

        Map<String, Double> after = scores(intent, OURS);
        after.forEach((name, score) -> assertThat(score).as(name).isLessThanOrEqualTo(before.getOrDefault(name, 0.0)));
    }

    @Test
    void whatWasLearnedOfToolsThatACallerMayNotSeeChangesNothingForIt() throws InterruptedException {
        Predicate<CatalogTool> visible = tool -> !tool.key().server().equals("disk");
        for (String run : List.of("a", "b", "c")) {
            work(OURS, run, "write down the rows", CallOutcome.SUCCEEDED, "disk:write_file", "database:query");
            work(OURS, run + "2", "write down the rows", CallOutcome.SUCCEEDED, "disk:write_file", "disk:read_file");
        }
        learning.settled(OURS);
        Catalog rest = new Catalog();
        SmallCatalog.byServer().forEach((server, tools) -> {
            if (!server.equals("disk")) {
                rest.replaceServer(server, tools);
            }
        });
        try (ToolSearch few = over(rest)) {
            for (String intent : List.of("write down the rows", "read a file", "run a query")) {
                assertThat(shown(search, intent, visible)).isEqualTo(shown(few, intent, _ -> true));
            }
            assertThat(shown(search, "write down the rows", visible).toString()).doesNotContain("disk");
        }
    }

    @Test
    void theContributionsAddUpToTheScoreAndAreSaidInWords() {
        work(OURS, "a", "write down the rows", CallOutcome.SUCCEEDED, "database:query", "disk:write_file");
        learning.settled(OURS);

        List<SearchHit> hits = search.search(SearchQuery.intent("write down the rows"), SearchScope.of(OURS, _ -> true))
                .hits();

        assertThat(hits)
                .allSatisfy(hit -> assertThat(hit.signals().stream()
                                .mapToDouble(Signal::contribution)
                                .sum())
                        .isCloseTo(hit.score(), within(1e-4)));
        assertThat(hits.stream()
                        .filter(hit -> hit.name().equals("disk__write_file"))
                        .flatMap(hit -> hit.reasons().stream())
                        .filter(reason -> reason.part() == Reason.Part.PAST_INTENTS)
                        .flatMap(reason -> reason.words().stream()))
                .containsExactly("served 1 of the 1 most similar intents");
        assertThat(hits)
                .allSatisfy(hit -> assertThat(hit.learned().evidence())
                        .hasSameSizeAs(ToolSearch.signals().signals()));
    }

    @Test
    void fewUnrelatedIntentsLeaveTheOrderOfTheTextAlone() throws InterruptedException {
        List<String> asked = List.of(
                "run a query on rows", "read a text file from the disk", "send a message to a channel", "what is new");
        try (Embeddings meaning = Embeddings.of(List.of(new WordsAsMeaning("model")));
                Learning taught = Learning.start(
                        new LearningParts(
                                new NoRows(), meaning::byModel, _ -> CatalogSnapshot.EMPTY, InstantSource.fixed(NOON)),
                        new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, ToolSearch.signals()));
                ToolSearch by = ToolSearch.over(catalog, meaning, VectorStore.NONE, taught)) {
            assertThat(by.awaitIndexed(catalog.snapshot().revision(), Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(by.awaitVectors(Duration.ofSeconds(20))).isTrue();
            List<CatalogTool> tools = List.copyOf(catalog.snapshot().tools());
            Random random = new Random(11);
            for (int past = 0; past < 8; past++) {
                ToolKey tool = tools.get(random.nextInt(tools.size())).key();
                taught.told(
                        OURS, new Verdict("holiday number " + past + " of aunt " + (char) ('a' + past), tool, true));
            }

            for (String intent : asked) {
                SearchQuery query = SearchQuery.intent(intent).withLimit(50);
                assertThat(by.search(query, SearchScope.of(OURS, _ -> true)).hits())
                        .extracting(SearchHit::name)
                        .isEqualTo(by.search(query, _ -> true).hits().stream()
                                .map(SearchHit::name)
                                .toList());
            }
        }
    }

    private ToolSearch over(Catalog tools) throws InterruptedException {
        ToolSearch over = ToolSearch.over(tools, Embeddings.none(), VectorStore.NONE, learning);
        assertThat(over.awaitIndexed(tools.snapshot().revision(), Duration.ofSeconds(20)))
                .isTrue();
        return over;
    }

    private void work(TenantId tenant, String run, String intent, CallOutcome outcome, String... tools) {
        learning.searched(new FinishedSearch(caller(tenant), run, intent, List.of(), Map.of(), NOON));
        for (String tool : tools) {
            String[] parts = tool.split(":", 2);
            learning.finished(FinishedCall.of(
                            caller(tenant),
                            run,
                            new ToolAddress(parts[0], parts[1]),
                            outcome,
                            Duration.ofMillis(5),
                            NOON)
                    .withIntent(intent));
        }
        learning.settled(tenant);
    }

    private static Caller caller(TenantId tenant) {
        return new Caller(tenant, UserId.LOCAL, Set.of("*"));
    }

    private List<String> names(String intent, TenantId tenant) {
        return search.search(SearchQuery.intent(intent), SearchScope.of(tenant, _ -> true)).hits().stream()
                .map(SearchHit::name)
                .toList();
    }

    private Map<String, Double> scores(String intent, TenantId tenant) {
        Map<String, Double> scores = new HashMap<>();
        search.search(SearchQuery.intent(intent).withLimit(50), SearchScope.of(tenant, _ -> true))
                .hits()
                .forEach(hit -> scores.put(hit.name(), hit.score()));
        return scores;
    }

    private static double score(SearchResult result, String name) {
        return result.hits().stream()
                .filter(hit -> hit.name().equals(name))
                .mapToDouble(SearchHit::score)
                .findFirst()
                .orElse(0);
    }

    private static List<String> shown(ToolSearch from, String intent, Predicate<CatalogTool> visible) {
        return from.search(SearchQuery.intent(intent).withLimit(50), SearchScope.of(OURS, visible)).hits().stream()
                .map(hit -> hit.name() + " " + hit.score() + " " + hit.learned() + " " + hit.reasons())
                .toList();
    }
}
