// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.Reranker;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RerankingTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String INTENT = "list the open issues of a repository";

    private final Catalog catalog = new Catalog();

    RerankingTest() {
        SmallCatalog.fill(catalog);
    }

    @Test
    void theModelOrdersTheBestToolsAnew() throws InterruptedException {
        List<SearchHit> before = hits(Reranking.none());
        String wanted = before.get(3).name();
        Opinion opinion =
                new Opinion(text -> text.equals(EmbeddingText.of(before.get(3).tool())) ? 9 : -9);

        List<SearchHit> after = hits(Reranking.of(opinion, 20, LONG));

        assertThat(after.getFirst().name()).isIn(before.getFirst().name(), wanted);
        assertThat(after.indexOf(found(after, wanted))).isLessThan(3);
        assertThat(names(after)).containsExactlyInAnyOrderElementsOf(names(before));
        assertThat(after)
                .allSatisfy(hit -> assertThat(hit.signals().stream()
                                .mapToDouble(Signal::contribution)
                                .sum())
                        .isCloseTo(hit.score(), within(1e-4)));
        assertThat(after).extracting(SearchHit::score).isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(after.getFirst().score())
                .isLessThanOrEqualTo(before.getFirst().score() + 1e-6);
    }

    @Test
    void onlyTheCandidatesAreReadAndEachOnce() throws InterruptedException {
        Opinion opinion = new Opinion(_ -> 0);
        try (ToolSearch search = search(Reranking.of(opinion, 3, LONG))) {
            search.search(SearchQuery.intent(INTENT), _ -> true);
            search.search(SearchQuery.intent(INTENT), _ -> true);

            assertThat(opinion.read()).hasSize(3);
        }
    }

    @Test
    void aModelThatIsTooSlowLeavesTheOrderAndSaysSo() throws InterruptedException {
        List<String> before = names(hits(Reranking.none()));
        CountDownLatch never = new CountDownLatch(1);
        Opinion slow = new Opinion(_ -> {
            try {
                return never.await(30, TimeUnit.MILLISECONDS) ? 1 : 0;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        List<SearchHit> after = hits(Reranking.of(slow, 20, Duration.ofMillis(100)));

        assertThat(names(after)).isEqualTo(before);
        assertThat(after.getFirst().reasons()).anySatisfy(reason -> {
            assertThat(reason.part()).isEqualTo(Reason.Part.RERANKER);
            assertThat(reason.words()).singleElement().asString().contains("100 ms do not suffice");
        });
        // That it will not do is seen before the time is up.
        assertThat(slow.read()).hasSizeLessThan(5);
    }

    @Test
    void aModelThatFailsLeavesTheOrder() throws InterruptedException {
        List<String> before = names(hits(Reranking.none()));

        List<SearchHit> after = hits(Reranking.of(
                new Opinion(_ -> {
                    throw new CasysException(ErrorCategory.INTERNAL, "as the test wants it");
                }),
                20,
                LONG));

        assertThat(names(after)).isEqualTo(before);
        assertThat(after.getFirst().reasons())
                .anySatisfy(reason -> assertThat(reason.part()).isEqualTo(Reason.Part.RERANKER));
    }

    @Test
    void aModelThatCannotBeLoadedLeavesTheOrder() throws InterruptedException {
        List<String> before = names(hits(Reranking.none()));
        List<CasysException> problems = new CopyOnWriteArrayList<>();
        Reranking none = Reranking.loading(
                () -> {
                    throw new CasysException(ErrorCategory.CONFIGURATION, "model.onnx cannot be read");
                },
                20,
                LONG,
                problems::add);
        none.close();

        assertThat(names(hits(none))).isEqualTo(before);
        assertThat(problems).singleElement().asString().contains("model.onnx");
    }

    @Test
    void aToolThatMayNotBeSeenIsNotRead() throws InterruptedException {
        Opinion opinion = new Opinion(_ -> 0);
        try (ToolSearch search = search(Reranking.of(opinion, 20, LONG))) {
            search.search(
                    SearchQuery.intent(INTENT), tool -> !tool.key().server().equals("code-host"));

            assertThat(opinion.read()).isNotEmpty().noneMatch(text -> text.startsWith("code host"));
        }
    }

    private List<SearchHit> hits(Reranking reranking) throws InterruptedException {
        try (ToolSearch search = search(reranking)) {
            return search.search(SearchQuery.intent(INTENT), _ -> true).hits();
        }
    }

    private ToolSearch search(Reranking reranking) throws InterruptedException {
        ToolSearch search =
                ToolSearch.over(catalog, Embeddings.none(), VectorStore.NONE, LearnedSource.NONE, reranking);
        assertThat(search.awaitIndexed(catalog.snapshot().revision(), LONG)).isTrue();
        return search;
    }

    private static List<String> names(List<SearchHit> hits) {
        return hits.stream().map(SearchHit::name).toList();
    }

    private static SearchHit found(List<SearchHit> hits, String name) {
        return hits.stream().filter(hit -> hit.name().equals(name)).findFirst().orElseThrow();
    }

    /** Thinks of a text what the test says, and notes what it reads. */
    private static final class Opinion implements Reranker {
        private final ToDoubleFunction<String> thinks;
        private final List<String> read = new CopyOnWriteArrayList<>();

        Opinion(ToDoubleFunction<String> thinks) {
            this.thinks = thinks;
        }

        List<String> read() {
            return new ArrayList<>(read);
        }

        @Override
        public String name() {
            return "opinion";
        }

        @Override
        public float score(String intent, String text) {
            read.add(text);
            return (float) thinks.applyAsDouble(text);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
