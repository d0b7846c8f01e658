// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import ai.casys.shared.identity.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentRankingsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Optional<TenantId> ALICE = Optional.of(new TenantId(new UUID(1, 1)));
    private static final Optional<TenantId> BOB = Optional.of(new TenantId(new UUID(1, 2)));
    private static final List<String> INTENTS = List.of(
            "report a bug in the repository, then send a letter to the team",
            "read the file and save the rows to result.csv",
            "list");

    private final Catalog catalog = new Catalog();
    private LexicalIndex index;

    @BeforeEach
    void start() throws IOException {
        SmallCatalog.fill(catalog);
        index = new LexicalIndex(PartWeights.DEFAULT, _ -> DenseRows.NONE);
        index.apply(catalog.snapshot()::tool, catalog.snapshot().tools(), List.of());
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @Test
    void whateverWasAskedBeforeAnAnswerIsAsIfItWereTheFirst() throws InterruptedException {
        Random random = new Random(5);
        List<String> servers = new ArrayList<>(SmallCatalog.byServer().keySet());
        try (ToolSearch busy = search()) {
            for (int round = 0; round < 60; round++) {
                if (round % 12 == 11) {
                    String server = servers.get(random.nextInt(servers.size()));
                    catalog.replaceServer(
                            server,
                            List.of(SmallCatalog.tool("list_" + round, "List the rows and send a letter", "path")));
                    settle(busy);
                }
                Set<String> hidden = new HashSet<>();
                servers.stream().filter(_ -> random.nextInt(4) == 0).forEach(hidden::add);
                Predicate<CatalogTool> visible = random.nextBoolean()
                        ? _ -> true
                        : tool -> !hidden.contains(tool.key().server());
                SearchScope scope = SearchScope.of((random.nextBoolean() ? ALICE : BOB).orElseThrow(), visible);
                SearchQuery query = SearchQuery.intent(INTENTS.get(random.nextInt(INTENTS.size())))
                        .withLimit(1 + random.nextInt(30));
                try (ToolSearch fresh = search()) {
                    SearchResult expected = fresh.search(query, scope);
                    assertThat(shown(busy.search(query, scope))).isEqualTo(shown(expected));
                    assertThat(shown(busy.search(query, scope))).isEqualTo(shown(expected));
                }
            }
        }
    }

    @Test
    void anIntentIsReadForEachTenantSoThatTimeDoesNotTellWhatOthersAsked() {
        WordsAsMeaning model = new WordsAsMeaning("first");
        Embeddings embeddings = Embeddings.of(List.of(model));

        embeddings.vectors(ALICE, "buy the company", 1);
        embeddings.vectors(ALICE, "buy the company", 1);
        assertThat(model.asked()).hasSize(1);
        embeddings.vectors(BOB, "buy the company", 1);
        assertThat(model.asked()).hasSize(2);
    }

    @Test
    void aRankingServesTheSameTenantForTheSameToolsAlone() throws IOException {
        RecentRankings recent = new RecentRankings(RecentRankings.USUAL);
        index.with(searcher -> {
            Visible all = Visible.of(searcher, _ -> true);
            Visible few = Visible.of(searcher, tool -> !tool.key().server().equals("disk"));
            TextRanking ranking = ranking(searcher, all, "read a file");
            recent.put(asked(ALICE, ranking), ranking);

            assertThat(recent.get(asked(ALICE, ranking), Visible.of(searcher, _ -> true), DenseRows.NONE))
                    .containsSame(ranking);
            assertThat(recent.get(asked(BOB, ranking), all, DenseRows.NONE)).isEmpty();
            assertThat(recent.get(asked(Optional.empty(), ranking), all, DenseRows.NONE))
                    .isEmpty();
            assertThat(recent.get(asked(ALICE, ranking), few, DenseRows.NONE)).isEmpty();
            assertThat(recent.get(asked(ALICE, ranking), all, new DenseRows(List.of(), List.of())))
                    .isEmpty();
            recent.clear();
            assertThat(recent.get(asked(ALICE, ranking), all, DenseRows.NONE)).isEmpty();
            return ranking;
        });
    }

    @Test
    void onlySoManyAreKeptAndThoseThatWereUsedLast() throws IOException {
        index.with(searcher -> {
            Visible all = Visible.of(searcher, _ -> true);
            List<TextRanking> rankings = new ArrayList<>();
            for (String intent : List.of("read a file", "send a message", "merge a branch", "fork a repository")) {
                rankings.add(ranking(searcher, all, intent));
            }
            long one = rankings.getFirst().size();
            assertThat(rankings)
                    .allSatisfy(ranking -> assertThat(ranking.size()).isEqualTo(one));
            RecentRankings recent = new RecentRankings(3 * one);
            rankings.subList(0, 3).forEach(ranking -> recent.put(asked(ALICE, ranking), ranking));
            rankings.subList(0, 3).forEach(ranking -> recent.put(asked(ALICE, ranking), ranking));
            recent.get(asked(ALICE, rankings.getFirst()), all, DenseRows.NONE);
            recent.put(asked(ALICE, rankings.get(3)), rankings.get(3));

            assertThat(rankings)
                    .filteredOn(ranking -> recent.get(asked(ALICE, ranking), all, DenseRows.NONE)
                            .isPresent())
                    .containsExactly(rankings.get(0), rankings.get(2), rankings.get(3));

            RecentRankings small = new RecentRankings(one - 1);
            small.put(asked(ALICE, rankings.getFirst()), rankings.getFirst());
            assertThat(small.get(asked(ALICE, rankings.getFirst()), all, DenseRows.NONE))
                    .isEmpty();
            return one;
        });
    }

    private static RecentRankings.Asked asked(Optional<TenantId> tenant, TextRanking ranking) {
        return RecentRankings.Asked.of(tenant, ranking.intent(), RankingWeights.DEFAULT);
    }

    private static TextRanking ranking(ToolSearcher searcher, Visible visible, String intent) throws IOException {
        return new TextRanking(searcher, DenseRows.NONE, visible, IntentTexts.of(intent), RankingWeights.DEFAULT);
    }

    private ToolSearch search() throws InterruptedException {
        ToolSearch search = ToolSearch.over(
                catalog,
                Embeddings.of(List.of(new WordsAsMeaning("first"), new WordsAsMeaning("second"))),
                VectorStore.NONE,
                LearnedSource.NONE);
        settle(search);
        return search;
    }

    private void settle(ToolSearch search) throws InterruptedException {
        assertThat(search.awaitIndexed(catalog.snapshot().revision(), LONG)).isTrue();
        assertThat(search.awaitVectors(LONG)).isTrue();
    }

    private static List<String> shown(SearchResult result) {
        return result.hits().stream()
                .map(hit -> hit.name() + " " + hit.score() + " " + hit.confidence() + hit.signals() + hit.reasons())
                .toList();
    }
}
