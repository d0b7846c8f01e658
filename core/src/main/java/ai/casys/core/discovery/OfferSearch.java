// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.NameGlob;
import ai.casys.core.catalog.NameGrams;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.RecentlyUsed;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds prompts and resources by intent, name or pattern. It has no list of its own: each search is among what the caller
 * sees now, and scores are made of that alone, so that nothing else can show in them. What was worked out of an offer is
 * remembered as long as it is searched. Safe for any number of threads.
 */
public final class OfferSearch {

    private static final int MOST = 20_000;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final double LIKE_NAME = 0.45;

    private final IntentSearch intents;
    private final RankingWeights weights;
    private final OfferVectors vectors;
    private final RecentlyUsed<Object, OfferWords> recent = new RecentlyUsed<>(2 * MOST);

    OfferSearch(IntentSearch intents, RankingWeights weights, OfferVectors vectors) {
        this.intents = intents;
        this.weights = weights;
        this.vectors = vectors;
    }

    /**
     * Something found.
     *
     * @param score above 0; comparable within one answer only
     */
    public record Hit<T>(T thing, Offer offer, double score) {}

    /**
     * The things that fit best, best first, ties in the given order; none if none is relevant.
     *
     * @param tenant who asks
     * @param visible what the caller may see, of one kind; of more than 20,000 the first are searched. Values with
     *     {@code equals}
     * @param read what a thing offers; called once for equal things as long as they are remembered
     */
    public <T> List<Hit<T>> search(TenantId tenant, SearchQuery query, List<T> visible, Function<T, Offer> read) {
        List<T> things = visible.subList(0, Math.min(MOST, visible.size()));
        List<OfferWords> offers = words(things, read);
        IntPredicate admitted = place -> query.server()
                .map(server -> offers.get(place).offer().server().equals(server))
                .orElse(true);
        return switch (query.kind()) {
            case INTENT -> byIntent(tenant, query, things, offers, admitted);
            case NAME -> byName(query, things, offers, admitted);
            case PATTERN -> byPattern(query, things, offers, admitted);
        };
    }

    /**
     * Waits until what was searched has its vectors, or it is known that there will be none.
     *
     * @return false if that did not happen in time, or the search was closed
     */
    public boolean awaitVectors(Duration timeout) throws InterruptedException {
        return vectors.await(timeout);
    }

    void close() {
        vectors.close();
    }

    private <T> List<Hit<T>> byIntent(
            TenantId tenant, SearchQuery query, List<T> things, List<OfferWords> offers, IntPredicate admitted) {
        IntentTexts intent = IntentTexts.of(query.text());
        if (intent.whole().isEmpty()) {
            return List.of();
        }
        List<Optional<List<CompactVector>>> known = vectors.of(offers, PATIENCE);
        IntentTexts read = intents.embedded(intent, offers.size(), Optional.of(tenant));
        OfferRanking ranking = new OfferRanking(offers, known, read, weights);
        return best(query, things, offers, place -> admitted.test(place) && ranking.isRelevant(place), ranking::score);
    }

    private static <T> List<Hit<T>> byName(
            SearchQuery query, List<T> things, List<OfferWords> offers, IntPredicate admitted) {
        String name = query.text().strip();
        NameGrams grams = NameGrams.of(name);
        double[] like = new double[offers.size()];
        boolean exact = false;
        for (int place = 0; place < like.length; place++) {
            List<String> names = offers.get(place).offer().names();
            like[place] = names.contains(name)
                    ? 1
                    : 0.999
                            * names.stream()
                                    .mapToDouble(other -> NameGrams.of(other).similarity(grams))
                                    .max()
                                    .orElse(0);
            exact |= like[place] == 1 && admitted.test(place);
        }
        double least = exact ? 1 : LIKE_NAME;
        return best(query, things, offers, place -> admitted.test(place) && like[place] >= least, place -> like[place]);
    }

    private static <T> List<Hit<T>> byPattern(
            SearchQuery query, List<T> things, List<OfferWords> offers, IntPredicate admitted) {
        NameGlob glob = NameGlob.of(query.text().strip());
        return best(
                query,
                things,
                offers,
                place -> admitted.test(place)
                        && offers.get(place).offer().names().stream().anyMatch(glob::matches),
                _ -> 1);
    }

    private static <T> List<Hit<T>> best(
            SearchQuery query, List<T> things, List<OfferWords> offers, IntPredicate fits, IntToDoubleFunction score) {
        return IntStream.range(0, things.size())
                .filter(fits)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> -score.applyAsDouble(place)))
                .limit(query.limit())
                .map(place -> new Hit<>(things.get(place), offers.get(place).offer(), score.applyAsDouble(place)))
                .toList();
    }

    private <T> List<OfferWords> words(List<T> things, Function<T, Offer> read) {
        List<OfferWords> offers = new ArrayList<>(things.size());
        Words words = new Words();
        for (T thing : things) {
            Optional<OfferWords> known = recent.get(thing);
            offers.add(known.orElseGet(() -> {
                OfferWords fresh = OfferWords.of(read.apply(thing), words);
                recent.put(thing, fresh);
                return fresh;
            }));
        }
        return offers;
    }
}
