// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.Caller;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two callers with different tenants and different credentials before one index. What they do goes through
 * {@link Desk}, so that the same can be said of them wherever they stand.
 */
class TenantsInSearchTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long SEED = 20_261_123;
    private static final int JUNK = 10_000;
    private static final List<CallOutcome> OUTCOMES = List.of(CallOutcome.values());
    private static final List<String> INTENTS = List.of(
            "write down the rows of a query",
            "tell the team that the build is broken",
            "find a time when everybody is free and invite them",
            "read the file and send it by mail",
            "what happened in the repository last week",
            "xylophone");

    private final Catalog catalog = new Catalog();
    private final List<CatalogTool> tools = new ArrayList<>();
    private Learning learning;
    private ToolSearch search;
    private Desk alice;
    private Desk bob;

    /** What a caller can do. */
    private interface Desk {

        /** Everything that the answer shows, scores included. */
        List<String> search(String intent);

        void call(String run, String intent, CallOutcome outcome, CatalogTool tool);

        void say(String intent, CatalogTool tool, boolean right);
    }

    @BeforeEach
    void start() throws InterruptedException {
        SmallCatalog.fill(catalog);
        tools.addAll(catalog.snapshot().tools());
        learning = Learning.start(
                new LearningParts(
                        new NoRows(), IntentVectors.NONE, _ -> CatalogSnapshot.EMPTY, InstantSource.fixed(NOON)),
                new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, ToolSearch.signals()));
        search = ToolSearch.over(catalog, Embeddings.none(), VectorStore.NONE, learning);
        assertThat(search.awaitIndexed(catalog.snapshot().revision(), Duration.ofSeconds(20)))
                .isTrue();
        alice = new InProcess(new TenantId(new UUID(1, 1)), _ -> true);
        bob = new InProcess(
                new TenantId(new UUID(1, 2)), tool -> !tool.key().server().equals("disk"));
    }

    @AfterEach
    void close() {
        search.close();
        learning.close();
    }

    @Test
    void noEdgeOfOneShowsInTheOther() {
        List<List<String>> before = everything(bob);
        for (int run = 0; run < 30; run++) {
            String intent = INTENTS.get(run % INTENTS.size());
            alice.call("run" + run, intent, CallOutcome.SUCCEEDED, tools.get(run % tools.size()));
            alice.call("run" + run, intent, CallOutcome.SUCCEEDED, tools.get((run * 7 + 1) % tools.size()));
        }
        alice.say(INTENTS.getFirst(), tools.getLast(), true);

        assertThat(everything(alice).toString()).contains("served");
        assertThat(everything(bob)).isEqualTo(before);
    }

    @Test
    void tenThousandJunkCallsOfOneChangeNoRankingOfTheOther() {
        for (String intent : INTENTS) {
            bob.call("work on " + intent, intent, CallOutcome.SUCCEEDED, tools.get(intent.length()));
        }
        List<List<String>> before = everything(bob);
        Random random = new Random(SEED);
        for (int call = 0; call < JUNK; call++) {
            CallOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            CatalogTool tool = tools.get(random.nextInt(tools.size()));
            String intent = random.nextBoolean() ? INTENTS.get(random.nextInt(INTENTS.size())) : "junk " + call;
            alice.call("run" + random.nextInt(500), intent, outcome, tool);
        }
        for (CatalogTool tool : tools) {
            alice.say(INTENTS.getFirst(), tool, false);
        }

        assertThat(everything(bob)).isEqualTo(before);
    }

    @Test
    void junkOfACallerThatFailsRaisesNothingForItself() {
        List<List<String>> before = everything(alice);
        Random random = new Random(SEED);
        for (int call = 0; call < JUNK; call++) {
            CallOutcome outcome = List.of(CallOutcome.FAILED, CallOutcome.CANCELLED, CallOutcome.REFUSED)
                    .get(random.nextInt(3));
            alice.call(
                    "run" + random.nextInt(50),
                    INTENTS.get(random.nextInt(INTENTS.size())),
                    outcome,
                    tools.get(random.nextInt(tools.size())));
        }

        List<List<String>> after = everything(alice);
        for (int intent = 0; intent < INTENTS.size(); intent++) {
            Map<String, Double> was = scores(before.get(intent));
            scores(after.get(intent))
                    .forEach((tool, score) ->
                            assertThat(score).as(tool).isLessThanOrEqualTo(was.getOrDefault(tool, 0.0) + 1e-6));
        }
    }

    private static Map<String, Double> scores(List<String> hits) {
        Map<String, Double> scores = new java.util.TreeMap<>();
        hits.forEach(hit -> scores.put(hit.split(" ", 3)[0], Double.valueOf(hit.split(" ", 3)[1])));
        return scores;
    }

    private static List<List<String>> everything(Desk desk) {
        return INTENTS.stream().map(desk::search).toList();
    }

    private final class InProcess implements Desk {
        private final TenantId tenant;
        private final Predicate<CatalogTool> visible;

        InProcess(TenantId tenant, Predicate<CatalogTool> visible) {
            this.tenant = tenant;
            this.visible = visible;
        }

        @Override
        public List<String> search(String intent) {
            learning.settled(tenant);
            return search
                    .search(SearchQuery.intent(intent).withLimit(50), SearchScope.of(tenant, visible))
                    .hits()
                    .stream()
                    .map(hit -> hit.name() + " " + hit.score() + " " + hit.signals() + hit.reasons()
                            + hit.learned().follows() + hit.learned().precedes())
                    .toList();
        }

        @Override
        public void call(String run, String intent, CallOutcome outcome, CatalogTool tool) {
            Caller caller = new Caller(tenant, UserId.LOCAL, Set.of("*"));
            learning.searched(new FinishedSearch(caller, run, intent, List.of(), Map.of(), NOON));
            ToolAddress address =
                    new ToolAddress(tool.key().server(), tool.key().tool());
            learning.finished(FinishedCall.of(caller, run, address, outcome, Duration.ofMillis(5), NOON)
                    .withIntent(intent));
        }

        @Override
        public void say(String intent, CatalogTool tool, boolean right) {
            learning.told(tenant, new Verdict(intent, tool.key(), right));
        }
    }
}
