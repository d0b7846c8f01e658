// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static ai.casys.core.learning.Reports.NOON;
import static ai.casys.core.learning.Reports.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.ShownTool;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.catalog.store.ServerRecord;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.GraphDocument;
import ai.casys.core.learning.graph.GraphFormat;
import ai.casys.core.learning.store.LearnedStore;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.core.storage.TestDatabase;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Learning over a real database. */
class LearningTest {

    private static final Duration HALF_LIFE = Duration.ofDays(30);
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);
    private static final SignalPlan PLAN =
            new SignalPlan(List.of(new SignalPlan.Signal("words", 1, true), new SignalPlan.Signal("past", 0.5, false)));

    private TestDatabase database;
    private LearnedStore store;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        store = new LearnedStore(database.database(), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Learning start(int sharedBy, CatalogSnapshot catalog) {
        return Learning.start(
                new LearningParts(
                        store,
                        intent -> Map.of("model", new float[] {intent.length() % 2, (intent.length() + 1) % 2}),
                        _ -> catalog,
                        CLOCK),
                new LearningOptions(HALF_LIFE, sharedBy, LearningLimits.DEFAULTS, PLAN));
    }

    private Learning start() {
        return start(0, CatalogSnapshot.EMPTY);
    }

    private static void work(Learning learning, TenantId tenant, String run, String intent, String... tools) {
        learning.searched(Reports.search(tenant, run, intent, NOON, tools));
        for (String tool : tools) {
            learning.finished(Reports.call(tenant, run, tool, CallOutcome.SUCCEEDED, NOON));
        }
    }

    /** Everything that ranking could see. */
    private static List<Object> seen(LearnedSnapshot snapshot, String intent, List<String> tools) {
        List<Object> all = new ArrayList<>();
        all.add(snapshot.graph().edges());
        all.add(snapshot.reliability().values());
        all.add(snapshot.pastIntents(intent, Map.of("model", new float[] {1, 0}), _ -> true)
                .values());
        for (String tool : tools) {
            all.add(snapshot.related(Map.of(key(tool), 1.0)).values());
            all.add(snapshot.rank(Map.of(key(tool), 1.0), _ -> true).values());
        }
        return all;
    }

    @Test
    void whatWasLearnedOutlivesARestart() {
        List<Object> before;
        try (Learning learning = start()) {
            for (int run = 0; run < 3; run++) {
                work(learning, TenantId.LOCAL, "run" + run, "tidy up", "list", "move");
            }
            before = seen(learning.settled(TenantId.LOCAL), "tidy it up", List.of("list", "move"));
        }
        try (Learning learning = start()) {
            assertThat(learning.snapshot(TenantId.LOCAL)).isSameAs(LearnedSnapshot.EMPTY);
            LearnedSnapshot after = learning.settled(TenantId.LOCAL);
            assertThat(seen(after, "tidy it up", List.of("list", "move"))).isEqualTo(before);
            assertThat(after.pastIntents("tidy it up", Map.of("model", new float[] {1, 0}), _ -> true)
                            .of(key("list")))
                    .isGreaterThan(0.5);
            assertThat(learning.lost()).isZero();
        }
    }

    @Test
    void twoProcessesCountIntoTheSameRows() {
        try (Learning one = start();
                Learning other = start()) {
            one.settled(TenantId.LOCAL);
            other.settled(TenantId.LOCAL);
            work(one, TenantId.LOCAL, "run", "copy", "a", "b");
            work(other, TenantId.LOCAL, "run", "copy", "a", "b");
            one.export(TenantId.LOCAL);

            assertThat(other.export(TenantId.LOCAL).edges().values())
                    .singleElement()
                    .satisfies(tally -> assertThat(tally.successes()).isEqualTo(2));
        }
    }

    @Test
    void rowsFadeInTheDatabaseAsTheyDoInMemory() {
        Decay decay = new Decay(HALF_LIFE);
        TenantMemory memory = new TenantMemory(
                LearnedState.EMPTY, decay, LearningLimits.DEFAULTS, IntentVectors.NONE, new Fingerprints());
        for (int day = 0; day < 5; day++) {
            // Not in the order of time.
            Instant at = NOON.plus(Duration.ofDays(day * 17 % 40));
            FinishedCall first = Reports.call(TenantId.LOCAL, "run" + day, "a", CallOutcome.SUCCEEDED, at);
            FinishedCall second = Reports.call(TenantId.LOCAL, "run" + day, "b", CallOutcome.SUCCEEDED, at);
            memory.finished(first, CallOutcome.SUCCEEDED);
            memory.finished(second, CallOutcome.SUCCEEDED);
            memory.finished(second, CallOutcome.FAILED);
            store.save(TenantId.LOCAL, memory.takeChanges(), decay);
        }

        LearnedState stored = store.load(TenantId.LOCAL, LearningLimits.DEFAULTS, decay);
        Instant later = NOON.plus(Duration.ofDays(50));
        TenantMemory loaded =
                new TenantMemory(stored, decay, LearningLimits.DEFAULTS, IntentVectors.NONE, new Fingerprints());
        Reliability kept = memory.snapshot(later, Map.of(), PLAN).reliability(key("b"));
        Reliability read = loaded.snapshot(later, Map.of(), PLAN).reliability(key("b"));

        assertThat(read.successes()).isCloseTo(kept.successes(), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(read.failures()).isCloseTo(kept.failures(), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(read.score()).isCloseTo(kept.score(), org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void tenThousandJunkCallsOfOneTenantChangeNoOtherTenantsRanking() {
        TenantId other = database.newTenant("other");
        List<String> tools = List.of("list", "move", "copy");
        try (Learning learning = start(2, CatalogSnapshot.EMPTY)) {
            work(learning, TenantId.LOCAL, "run", "tidy up", "list", "move");
            List<Object> before = seen(learning.settled(TenantId.LOCAL), "tidy up", tools);

            for (int number = 0; number < 10_000; number++) {
                String run = "junk" + number % 200;
                String tool = tools.get(number % 3);
                if (number % 10 == 0) {
                    learning.searched(Reports.search(other, run, "tidy up", NOON, "copy", "list"));
                }
                learning.finished(Reports.call(
                        other, run, tool, number % 4 == 0 ? CallOutcome.FAILED : CallOutcome.SUCCEEDED, NOON));
            }
            learning.settled(other);

            assertThat(seen(learning.settled(TenantId.LOCAL), "tidy up", tools)).isEqualTo(before);
            assertThat(learning.export(TenantId.LOCAL).edges()).hasSize(1);
            assertThat(learning.export(other).edges()).isNotEmpty();
        }
    }

    @Test
    void erasingForgetsEverythingOfOneTenantAndNothingOfAnother() {
        TenantId other = database.newTenant("other");
        try (Learning learning = start()) {
            work(learning, TenantId.LOCAL, "run", "tidy up", "list", "move");
            work(learning, other, "run", "tidy up", "list", "move");
            learning.settled(other);

            learning.erase(TenantId.LOCAL);

            assertThat(learning.graph(TenantId.LOCAL).edges()).isEmpty();
            assertThat(learning.export(TenantId.LOCAL)).isEqualTo(LearnedState.EMPTY);
            assertThat(learning.graph(other).edges()).hasSize(1);
            assertThat(LearnedLines.of(learning.export(other))
                            .map(line -> line.path("kind").stringValue()))
                    .containsExactly("tool", "tool", "sequence", "intent");
        }
        assertThat(store.load(TenantId.LOCAL, LearningLimits.DEFAULTS, new Decay(HALF_LIFE)))
                .isEqualTo(LearnedState.EMPTY);
    }

    @Test
    void choicesTeachWeights() {
        try (Learning learning = start()) {
            for (int run = 0; run < 40; run++) {
                double helpful = run % 2;
                learning.searched(new FinishedSearch(
                        Reports.caller(TenantId.LOCAL),
                        "run" + run,
                        "intent " + run,
                        List.of(
                                new ShownTool(new ToolAddress("server", "right"), List.of(0.5, 0.9)),
                                new ShownTool(new ToolAddress("server", "wrong"), List.of(0.6 - helpful / 5, 0.1))),
                        Map.of(),
                        NOON.plusSeconds(run)));
                learning.finished(Reports.call(
                        TenantId.LOCAL, "run" + run, "right", CallOutcome.SUCCEEDED, NOON.plusSeconds(run)));
            }

            assertThat(learning.settled(TenantId.LOCAL).weights())
                    .hasValueSatisfying(weights -> assertThat(weights.quality()).isGreaterThan(weights.textQuality()));
        }
        assertThat(store.load(TenantId.LOCAL, LearningLimits.DEFAULTS, new Decay(HALF_LIFE))
                        .choices())
                .hasSize(40);
    }

    @Test
    void whatFewTenantsShareIsKnownToNobodyElse() {
        CatalogTool read = CatalogTool.of("files", tool("read"));
        CatalogTool parse = CatalogTool.of("files", tool("parse"));
        Catalog catalog = new Catalog();
        catalog.replaceServerTools("files", List.of(read, parse));
        CatalogStore catalogs = new CatalogStore(database.database(), Clock.systemUTC());
        List<TenantId> tenants =
                List.of(database.newTenant("one"), database.newTenant("two"), database.newTenant("three"));
        Decay decay = new Decay(HALF_LIFE);
        try (Learning learning = start()) {
            for (TenantId tenant : tenants) {
                catalogs.saveServer(
                        tenant,
                        new ServerRecord(
                                "files",
                                ProtocolVersion.NEWEST_LEGACY,
                                new Implementation("files", "1"),
                                Optional.empty()));
                catalogs.saveTools(tenant, "files", List.of(read, parse));
                for (String tool : List.of("read", "parse")) {
                    learning.finished(FinishedCall.of(
                            Reports.caller(tenant),
                            "run",
                            new ToolAddress("files", tool),
                            CallOutcome.SUCCEEDED,
                            Duration.ZERO,
                            NOON));
                }
                learning.export(tenant);
            }
        }

        assertThat(store.renewPrior(4, decay)).isZero();
        assertThat(store.prior()).isEmpty();
        try (Learning learning = start(4, catalog.snapshot())) {
            assertThat(learning.settled(TenantId.LOCAL).graph().tools()).isEmpty();
        }
        assertThat(store.renewPrior(3, decay)).isEqualTo(2);
        assertThat(store.prior())
                .allSatisfy(edge -> assertThat(edge.from()).isIn(read.hash(), parse.hash()))
                .allSatisfy(edge -> assertThat(edge.probability()).isEqualTo(0.5));
        try (Learning learning = start(3, catalog.snapshot())) {
            LearnedSnapshot snapshot = learning.settled(TenantId.LOCAL);
            ToolKey known = new ToolKey("files", "read");
            assertThat(snapshot.related(Map.of(known, 1.0)).values()).containsOnlyKeys(new ToolKey("files", "parse"));
            assertThat(snapshot.graph().edges()).isEmpty();
        }
        assertThat(store.renewPrior(0, decay)).isZero();
        assertThat(store.prior()).isEmpty();
    }

    private static Tool tool(String name) {
        return Tool.parse(RawJson.parse("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}"));
    }

    @Test
    void aFloodIsCutOffAndCounted() {
        try (Learning learning = start()) {
            RawJson large = RawJson.parse("\"" + "x".repeat(1 << 20) + "\"");
            for (int number = 0; number < 200; number++) {
                learning.finished(Reports.success("run", "a").with(large, Optional.empty()));
            }
            learning.settled(TenantId.LOCAL);
            assertThat(learning.lost()).isPositive();
        }
    }

    @Test
    void afterTheEndNothingIsLearnedAndItIsSaid() {
        Learning learning = start();
        learning.close();
        learning.finished(Reports.success("run", "a"));

        assertThatThrownBy(() -> learning.export(TenantId.LOCAL))
                .isInstanceOfSatisfying(
                        CasysException.class,
                        problem -> assertThat(problem.category()).isEqualTo(ErrorCategory.UNAVAILABLE));
        assertThat(learning.snapshot(TenantId.LOCAL)).isSameAs(LearnedSnapshot.EMPTY);
    }

    @Test
    void anExportedGraphIsDataWhateverItsNamesAre() {
        try (Learning learning = start()) {
            work(learning, TenantId.LOCAL, "run", "x", "a\"];evil[\\", "<b>&\u0001");
            var graph = learning.graph(TenantId.LOCAL);

            assertThat(RawJson.parse(GraphDocument.of(graph, GraphFormat.JSON))
                            .tree()
                            .path("edges"))
                    .hasSize(1);
            assertThat(GraphDocument.of(graph, GraphFormat.GRAPHML))
                    .contains("&lt;b&gt;&amp;\uFFFD")
                    .doesNotContain("<b>");
            assertThat(GraphDocument.of(graph, GraphFormat.DOT)).contains("a\\\"];evil[\\\\\"");
        }
    }
}
