// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Prompts and resources by intent, name and pattern. */
class OfferSearchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final List<Offer> PROMPTS = List.of(
            prompt("code-host", "review_changes", "Reviews the changes of a pull request", "number", "focus"),
            prompt("code-host", "summarizeIssue", "Writes what an issue is about in two sentences", "issue"),
            prompt("mail", "polite_reply", "Answers a message politely and briefly", "message"),
            prompt("kitchen", "menu_of_the_week", "Plans seven dinners", "guests"),
            prompt("kitchen", "shopping_list", "Lists what to buy for a menu", "guests"));

    private final WordsAsMeaning model = new WordsAsMeaning("model");
    private final Kept kept = new Kept();

    @Test
    void anIntentFindsWhatIsCalledDescribedOrAskedForInItsWords() {
        try (ToolSearch search = words()) {
            assertThat(names(search, "review a pull request")).startsWith("review_changes");
            assertThat(names(search, "summarize the issue")).startsWith("summarizeIssue");
            assertThat(names(search, "how many guests")).containsExactlyInAnyOrder("menu_of_the_week", "shopping_list");
            assertThat(names(search, "launch a rocket")).isEmpty();
            assertThat(names(search, "的")).isEmpty();
        }
    }

    @Test
    void theAddressOfAResourceIsSearchedToo() {
        Offer rows = resource("database", "casys.database+postgres://sales/{customer}/invoices", "Rows");
        try (ToolSearch search = words()) {
            assertThat(search.offers()
                            .search(
                                    TenantId.LOCAL,
                                    SearchQuery.intent("invoices of a customer"),
                                    List.of(rows),
                                    Function.identity()))
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.offer()).isEqualTo(rows));
        }
    }

    @Test
    void meaningFindsWhatWordsDoNot() throws InterruptedException {
        try (ToolSearch search = search(model)) {
            assertThat(names(search, "bug")).first().isEqualTo("summarizeIssue");
            assertThat(names(search, "answer a letter, then plan the dinners"))
                    .contains("polite_reply", "menu_of_the_week");
        }
        try (ToolSearch search = words()) {
            assertThat(names(search, "bug")).isEmpty();
        }
    }

    @Test
    void aRestartMakesNoVectorAndAChangedDescriptionOne() throws InterruptedException {
        search(model).close();
        assertThat(model.asked()).hasSize(PROMPTS.size() + 1);

        WordsAsMeaning again = new WordsAsMeaning("model");
        try (ToolSearch search = search(again)) {
            assertThat(again.asked()).containsExactly("anything");
            List<Offer> changed = new ArrayList<>(PROMPTS);
            changed.set(2, prompt("mail", "polite_reply", "Another text", "message"));
            search.offers().search(TenantId.LOCAL, SearchQuery.intent("anything"), changed, Function.identity());
            assertThat(search.offers().awaitVectors(LONG)).isTrue();

            assertThat(again.asked()).hasSize(2).last().asString().contains("Another text");
        }
    }

    @Test
    void whatIsKeptIsThereForTheFirstSearch() throws InterruptedException {
        search(model).close();
        try (ToolSearch search = engine(new WordsAsMeaning("model"))) {
            assertThat(names(search, "bug")).first().isEqualTo("summarizeIssue");
        }
    }

    @Test
    void scoresAreMadeOfWhatIsVisibleAlone() throws InterruptedException {
        List<Offer> few = PROMPTS.subList(0, 3);
        try (ToolSearch alone = engine(new WordsAsMeaning("model"));
                ToolSearch beside = search(model)) {
            for (String intent : List.of("review a message", "summarize the issue, then answer it", "bug", "plan")) {
                SearchQuery query = SearchQuery.intent(intent);
                alone.offers().search(TenantId.LOCAL, query, few, Function.identity());
                assertThat(alone.offers().awaitVectors(LONG)).isTrue();

                // Others are searched in between by those who see them.
                beside.offers().search(TenantId.LOCAL, query, PROMPTS, Function.identity());
                assertThat(beside.offers().search(TenantId.LOCAL, query, few, Function.identity()))
                        .isEqualTo(alone.offers().search(TenantId.LOCAL, query, few, Function.identity()));
            }
        }
    }

    @Test
    void aModelThatFailsLeavesTheWords() throws InterruptedException {
        model.fail();
        try (ToolSearch search = engine(model)) {
            assertThat(names(search, "review a pull request")).startsWith("review_changes");
            assertThat(search.offers().awaitVectors(LONG)).isTrue();
            assertThat(names(search, "review a pull request")).startsWith("review_changes");
        }
    }

    @Test
    void namesAndPatternsFitTheNamesThatThereAre() {
        try (ToolSearch search = words()) {
            assertThat(found(search, SearchQuery.name("kitchen__shopping_list")))
                    .containsExactly("shopping_list");
            assertThat(found(search, SearchQuery.name("shoping list"))).containsExactly("shopping_list");
            assertThat(found(search, SearchQuery.name("zzz"))).isEmpty();
            assertThat(found(search, SearchQuery.pattern("kitchen__*")))
                    .containsExactly("menu_of_the_week", "shopping_list");
            assertThat(found(search, SearchQuery.pattern("*").withServer("mail")))
                    .containsExactly("polite_reply");
            assertThat(found(search, SearchQuery.pattern("*").withLimit(2))).hasSize(2);
        }
    }

    @Test
    void hostileOffersAreJustOffers() {
        String endless = "x".repeat(2_000_000);
        List<Offer> hostile = List.of(
                prompt(endless, endless, endless, endless),
                prompt("", "", "", ""),
                prompt("\u0000", "\ud800", "\ud800\ud800 ".repeat(9), "\n"));
        try (ToolSearch search = words()) {
            for (SearchQuery query :
                    List.of(SearchQuery.intent("x y"), SearchQuery.name("x"), SearchQuery.pattern("*x*"))) {
                search.offers().search(TenantId.LOCAL, query, hostile, Function.identity());
                assertThat(search.offers().search(TenantId.LOCAL, query, List.<Offer>of(), Function.identity()))
                        .isEmpty();
            }
        }
    }

    @Test
    void aThousandPromptsAreSearchedInAMoment() throws InterruptedException {
        List<Offer> many = IntStream.range(0, 5_000)
                .mapToObj(i -> prompt("server" + i % 50, "prompt_" + i, "Does thing number " + i, "a", "b"))
                .toList();
        try (ToolSearch search = words()) {
            SearchQuery query = SearchQuery.intent("do thing number 4321");
            search.offers().search(TenantId.LOCAL, query, many, Function.identity());
            long start = System.nanoTime();
            List<OfferSearch.Hit<Offer>> hits =
                    search.offers().search(TenantId.LOCAL, query, many, Function.identity());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(hits.getFirst().offer().name()).isEqualTo("prompt_4321");
            assertThat(hits.getFirst().score()).isCloseTo(1, within(1e-6));
        }
    }

    private ToolSearch words() {
        return ToolSearch.over(new Catalog());
    }

    private ToolSearch engine(WordsAsMeaning with) {
        return ToolSearch.over(new Catalog(), Embeddings.of(List.of(with)), kept, LearnedSource.NONE);
    }

    /** With all vectors made. */
    private ToolSearch search(WordsAsMeaning with) throws InterruptedException {
        ToolSearch search = engine(with);
        names(search, "anything");
        assertThat(search.offers().awaitVectors(LONG)).isTrue();
        return search;
    }

    private static List<String> names(ToolSearch search, String intent) {
        return found(search, SearchQuery.intent(intent));
    }

    private static List<String> found(ToolSearch search, SearchQuery query) {
        return search.offers().search(TenantId.LOCAL, query, PROMPTS, Function.identity()).stream()
                .map(hit -> hit.offer().name())
                .toList();
    }

    private static Offer prompt(String server, String name, String description, String... arguments) {
        return new Offer(
                server,
                name,
                List.of(name, server + "__" + name),
                Optional.empty(),
                Optional.of(description),
                List.of(arguments).stream()
                        .map(argument -> new Offer.Argument(argument, ""))
                        .toList());
    }

    private static Offer resource(String server, String address, String name) {
        return new Offer(server, name, List.of(address), Optional.empty(), Optional.empty(), List.of());
    }

    /** What a database would keep. */
    private static final class Kept implements VectorStore {
        private final Map<String, Map<TextHash, CompactVector>> models = new ConcurrentHashMap<>();

        @Override
        public Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts) {
            Map<TextHash, CompactVector> found = new ConcurrentHashMap<>(models.getOrDefault(model, Map.of()));
            found.keySet().retainAll(Set.copyOf(texts));
            return found;
        }

        @Override
        public void save(String model, Map<TextHash, CompactVector> vectors) {
            models.computeIfAbsent(model, _ -> new ConcurrentHashMap<>()).putAll(vectors);
        }
    }
}
