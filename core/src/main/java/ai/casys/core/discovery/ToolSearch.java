// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.NameGlob;
import ai.casys.core.catalog.NearName;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSnapshot;
import ai.casys.core.learning.LearnedSource;
import ai.casys.core.learning.graph.Neighbour;
import ai.casys.core.learning.graph.ToolGraph;
import ai.casys.core.learning.weights.SignalPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds tools by intent, name or pattern. Safe for any number of threads. Names and patterns are looked up in the
 * catalogue's snapshot as it is now; intents in a word index that one daemon thread keeps up with the catalogue, a
 * moment behind it, and by vectors, where there are models. Searching goes on while those threads work; only before the
 * first pass over the words an intent waits for it.
 */
public final class ToolSearch implements AutoCloseable {

    private static final Duration FIRST_PASS = Duration.ofSeconds(10);
    private static final int MISSES = 3;

    private static final int NEIGHBOURS = 3;
    private static final int NEIGHBOURS_ASKED = 30;
    private static final double WORTH_NAMING = 0.1;

    private static final double LIKE_NAME = 0.45;
    private static final double REMOTELY_LIKE_NAME = 0.15;

    private final Catalog catalog;
    private final VectorKeeper vectors;
    private final IndexKeeper keeper;
    private final IntentSearch intents;
    private final LearnedSource learned;
    private final Reranking reranking;
    private final OfferSearch offers;

    private ToolSearch(
            Catalog catalog,
            VectorKeeper vectors,
            IndexKeeper keeper,
            IntentSearch intents,
            LearnedSource learned,
            Reranking reranking,
            OfferSearch offers) {
        this.catalog = catalog;
        this.vectors = vectors;
        this.keeper = keeper;
        this.intents = intents;
        this.learned = learned;
        this.reranking = reranking;
        this.offers = offers;
    }

    /** The signals of which a ranking is made, with the weights they start with. */
    public static SignalPlan signals() {
        return LearnedSignals.PLAN;
    }

    /** Starts indexing the catalogue's words in the background and follows its changes until closed. */
    public static ToolSearch over(Catalog catalog) {
        return over(catalog, Embeddings.none(), VectorStore.NONE, LearnedSource.NONE);
    }

    /**
     * The same by meaning too, once the models are loaded and the tools have their vectors.
     *
     * @param embeddings closed by whoever made them, after this
     * @param store where the tools' vectors outlive the process; safe for any number of threads
     * @param learned what each tenant has learned
     */
    public static ToolSearch over(Catalog catalog, Embeddings embeddings, VectorStore store, LearnedSource learned) {
        return over(catalog, embeddings, store, learned, Reranking.none());
    }

    /**
     * The same, the best tools ordered anew.
     *
     * @param reranking closed by whoever made it, after this
     */
    public static ToolSearch over(
            Catalog catalog, Embeddings embeddings, VectorStore store, LearnedSource learned, Reranking reranking) {
        VectorKeeper vectors = VectorKeeper.start(embeddings, store);
        IndexKeeper keeper = IndexKeeper.start(catalog, PartWeights.DEFAULT, vectors);
        IntentSearch intents = new IntentSearch(embeddings, RankingWeights.DEFAULT, learned);
        OfferSearch offers = new OfferSearch(intents, RankingWeights.DEFAULT, new OfferVectors(embeddings, store));
        return new ToolSearch(catalog, vectors, keeper, intents, learned, reranking, offers);
    }

    /**
     * Answers one query.
     *
     * @param visible what the caller may see; the rest is treated as if it did not exist. Nothing learned counts.
     * @throws CasysException as the other
     */
    public SearchResult search(SearchQuery query, Predicate<CatalogTool> visible) {
        return search(query, SearchScope.untaught(visible));
    }

    /**
     * Answers one query.
     *
     * @throws CasysException {@code UNAVAILABLE} if the word index cannot be built or is not ready in time;
     *     {@code CANCELLED} if the thread is interrupted while it waits for it
     */
    public SearchResult search(SearchQuery query, SearchScope scope) {
        Predicate<CatalogTool> visible = scope.visible();
        Predicate<CatalogTool> admitted = query.server()
                .<Predicate<CatalogTool>>map(
                        server -> tool -> tool.key().server().equals(server) && visible.test(tool))
                .orElse(visible);
        SearchResult result = switch (query.kind()) {
            case INTENT -> byIntent(query, admitted, scope);
            case NAME -> byName(query, admitted);
            case PATTERN -> byPattern(query, admitted, scope.names());
        };
        SearchResult answer = result.hits().isEmpty() && result.nearestMisses().isEmpty()
                ? new SearchResult(List.of(), misses(query, visible), Map.of(), 0)
                : result;
        return query.include().contains(SearchQuery.Include.RELATED) ? withNeighbours(answer, scope) : answer;
    }

    private SearchResult withNeighbours(SearchResult result, SearchScope scope) {
        ToolGraph graph = scope.tenant()
                .map(learned::snapshot)
                .orElse(LearnedSnapshot.EMPTY)
                .graph();
        CatalogSnapshot snapshot = catalog.snapshot();
        List<SearchHit> hits = result.hits().stream()
                .map(hit -> hit.with(new SearchHit.Learned(
                        hit.learned().evidence(),
                        names(graph.precedes(hit.tool().key(), NEIGHBOURS_ASKED), snapshot, scope),
                        names(graph.follows(hit.tool().key(), NEIGHBOURS_ASKED), snapshot, scope))))
                .toList();
        return new SearchResult(hits, result.nearestMisses(), result.vectors(), result.total());
    }

    private static List<String> names(List<Neighbour> neighbours, CatalogSnapshot snapshot, SearchScope scope) {
        return neighbours.stream()
                .filter(neighbour -> neighbour.probability() >= WORTH_NAMING)
                .flatMap(neighbour -> snapshot.tool(neighbour.tool()).stream())
                .filter(scope.visible())
                .limit(NEIGHBOURS)
                .map(tool -> scope.names().getOrDefault(tool.key(), snapshot.listedName(tool.key())))
                .toList();
    }

    /** The last few tools that succeeded in a caller's session or run, the last one first. */
    public List<ToolKey> recent(Caller caller, String run) {
        return learned.recent(caller, run);
    }

    /** Those of these listed names that stand for a tool which may be seen, with the tool. */
    public Map<String, CatalogTool> visible(Collection<String> names, Predicate<CatalogTool> visible) {
        CatalogSnapshot snapshot = catalog.snapshot();
        Map<String, CatalogTool> tools = new LinkedHashMap<>();
        for (String name : names) {
            if (snapshot.resolve(name, visible) instanceof Resolution.Found found
                    && snapshot.listedName(found.tool().key()).equals(name)) {
                tools.put(name, found.tool());
            }
        }
        return tools;
    }

    /** The search among what servers offer besides tools; ends with this one. */
    public OfferSearch offers() {
        return offers;
    }

    /** The revision of the catalogue that intents are looked up in; 0 before the first pass. */
    public long indexedRevision() {
        return keeper.indexedRevision();
    }

    /**
     * Waits until intents are looked up in this revision of the catalogue or a later one.
     *
     * @return false if that did not happen in time, or the search was closed
     */
    public boolean awaitIndexed(long revision, Duration timeout) throws InterruptedException {
        return keeper.await(revision, timeout);
    }

    /**
     * Waits until every tool has its vectors, or it is known that there will be none.
     *
     * @return false if that did not happen in time, or the search was closed
     */
    public boolean awaitVectors(Duration timeout) throws InterruptedException {
        return vectors.await(timeout);
    }

    /** Ends the indexing and frees the index; later searches by intent fail with {@code UNAVAILABLE}. */
    @Override
    public void close() {
        offers.close();
        vectors.close();
        keeper.close();
    }

    private SearchResult byIntent(SearchQuery query, Predicate<CatalogTool> admitted, SearchScope scope) {
        IntentTexts intent = IntentTexts.of(query.text());
        if (intent.whole().isEmpty()) {
            return new SearchResult(List.of(), List.of(), Map.of(), 0);
        }
        CatalogSnapshot snapshot = catalog.snapshot();
        int wanted = Math.max(query.limit(), reranking.candidates());
        IntentSearch.Found found = intents.search(keeper.index(FIRST_PASS), intent, wanted, admitted, scope);
        Reranking.Order order = reranking.order(query.text(), found.best());
        Explanation explanation = new Explanation(intent.whole());
        List<SearchHit> hits = new ArrayList<>();
        List<SearchHit> misses = new ArrayList<>();
        for (RankedTool ranked : order.tools()) {
            if (hits.size() == query.limit()) {
                break;
            }
            boolean hasCompany = !hits.isEmpty() || !scope.used().isEmpty();
            boolean relevant = Relevance.of(ranked) || (hasCompany && Relevance.accompanies(ranked));
            if (relevant || misses.size() < MISSES) {
                found(snapshot, ranked, explanation, order.remark(), query).ifPresent((relevant ? hits : misses)::add);
            }
        }
        return new SearchResult(
                hits, hits.isEmpty() ? misses : List.of(), found.vectors(), Math.max(found.matching(), hits.size()));
    }

    private static Optional<SearchHit> found(
            CatalogSnapshot snapshot,
            RankedTool ranked,
            Explanation explanation,
            Optional<String> remark,
            SearchQuery query) {
        boolean why = query.include().contains(SearchQuery.Include.WHY);
        List<Reason> reasons = new ArrayList<>();
        if (why) {
            reasons.addAll(explanation.of(ranked.tool(), ranked.terms()));
            ranked.implied().ifPresent(step -> reasons.add(new Reason(Reason.Part.IMPLIED_STEP, List.of(step))));
            reasons.addAll(ranked.experience().reasons());
            remark.ifPresent(text -> reasons.add(new Reason(Reason.Part.RERANKER, List.of(text))));
        }
        List<String> twins = ranked.twins().stream()
                .filter(twin -> snapshot.tool(twin.key()).isPresent())
                .map(twin -> snapshot.listedName(twin.key()))
                .toList();
        return hit(snapshot, ranked.tool(), ranked.score(), ranked.confidence(), ranked.part(), reasons, query)
                .map(hit -> hit.with(why ? ranked.signals() : List.of(), twins)
                        .with(new SearchHit.Learned(ranked.experience().evidence(), List.of(), List.of())));
    }

    private SearchResult byName(SearchQuery query, Predicate<CatalogTool> admitted) {
        CatalogSnapshot snapshot = catalog.snapshot();
        String name = query.text().strip();
        List<CatalogTool> exact = switch (snapshot.resolve(name, admitted)) {
            case Resolution.Found found -> List.of(found.tool());
            case Resolution.Ambiguous ambiguous -> ambiguous.candidates();
            case Resolution.Withheld _, Resolution.Unknown _ -> List.of();
        };
        if (!exact.isEmpty()) {
            return new SearchResult(
                    exact.stream()
                            .limit(query.limit())
                            .flatMap(tool -> named(snapshot, tool, 1, query).stream())
                            .toList(),
                    List.of(),
                    Map.of(),
                    exact.size());
        }
        List<NearName> near = snapshot.nearest(name, Integer.MAX_VALUE, LIKE_NAME, admitted);
        return new SearchResult(
                near.stream()
                        .limit(query.limit())
                        .flatMap(like -> named(snapshot, like.tool(), like.similarity(), query).stream())
                        .toList(),
                List.of(),
                Map.of(),
                near.size());
    }

    private SearchResult byPattern(SearchQuery query, Predicate<CatalogTool> admitted, Map<ToolKey, String> names) {
        CatalogSnapshot snapshot = catalog.snapshot();
        NameGlob glob = NameGlob.of(query.text().strip());
        List<CatalogTool> fitting = snapshot.tools().stream()
                .filter(tool -> (glob.matches(tool, snapshot) || glob.matches(names.getOrDefault(tool.key(), "")))
                        && admitted.test(tool))
                .toList();
        return new SearchResult(
                fitting.stream()
                        .limit(query.limit())
                        .flatMap(tool -> named(snapshot, tool, 1, query).stream())
                        .toList(),
                List.of(),
                Map.of(),
                fitting.size());
    }

    // Another server may well have what the named one lacks, so the filter on servers does not count here.
    private List<SearchHit> misses(SearchQuery query, Predicate<CatalogTool> visible) {
        CatalogSnapshot snapshot = catalog.snapshot();
        return snapshot.nearest(query.text(), MISSES, REMOTELY_LIKE_NAME, visible).stream()
                .flatMap(near ->
                        hit(snapshot, near.tool(), near.similarity(), near.similarity(), query.text(), List.of(), query)
                                .stream())
                .toList();
    }

    private static Optional<SearchHit> named(
            CatalogSnapshot snapshot, CatalogTool tool, double score, SearchQuery query) {
        List<Reason> reasons = query.include().contains(SearchQuery.Include.WHY)
                ? List.of(new Reason(Reason.Part.NAME, List.of(query.text().strip())))
                : List.of();
        return hit(snapshot, tool, score, score, query.text(), reasons, query);
    }

    /** The index may be a moment behind: a tool that is gone by now is no hit. */
    private static Optional<SearchHit> hit(
            CatalogSnapshot snapshot,
            CatalogTool found,
            double score,
            double confidence,
            String part,
            List<Reason> reasons,
            SearchQuery query) {
        return snapshot.tool(found.key())
                .map(tool -> new SearchHit(
                        snapshot.listedName(tool.key()),
                        tool,
                        score,
                        confidence,
                        part,
                        reasons,
                        query.include().contains(SearchQuery.Include.SCHEMA)
                                ? Optional.of(CompactSchema.of(tool.tool().inputSchema()))
                                : Optional.empty(),
                        List.of(),
                        List.of(),
                        SearchHit.Learned.NOTHING));
    }
}
