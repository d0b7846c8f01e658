// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static ai.casys.core.api.CallOutcome.FAILED;
import static ai.casys.core.api.CallOutcome.SUCCEEDED;
import static ai.casys.core.learning.Reports.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.CasysException;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityRunner;
import ai.casys.core.learning.capability.CapabilityState;
import ai.casys.core.learning.store.LearnedStore;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.core.storage.TestDatabase;
import ai.casys.shared.identity.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Runs and capabilities over a real database. */
class LearnedRunsTest {

    private static final String NAME = "find_customer_then_list_orders";

    private TestDatabase database;
    private LearnedStore store;
    private volatile Instant now = NOON;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        store = new LearnedStore(database.database(), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Learning start(Optional<CapabilityRunner> runner) {
        return start(runner, Procedure.SHOP, LearningLimits.DEFAULTS);
    }

    private Learning start(Optional<CapabilityRunner> runner, CatalogSnapshot catalog, LearningLimits limits) {
        return Learning.start(
                new LearningParts(store, _ -> Map.of(), _ -> catalog, () -> now, Procedure.MARKS, runner),
                new LearningOptions(Duration.ofDays(30), 0, limits, SignalPlan.NONE));
    }

    private Learning start() {
        return start(Optional.empty());
    }

    private void does(Learning learning, TenantId tenant, String run, int customer, CallOutcome outcome) {
        Procedure.both(tenant, run, customer, outcome, now).forEach(learning::finished);
    }

    /** Everything that was said so far rests. */
    private void rest(Learning... all) {
        for (Learning learning : all) {
            learning.settled(TenantId.LOCAL);
        }
        now = now.plus(Duration.ofHours(1));
    }

    @Test
    void runsAndCapabilitiesOutliveARestart() {
        try (Learning learning = start()) {
            learning.searched(Reports.search(TenantId.LOCAL, "one", "the orders of a customer", NOON, "find_customer"));
            does(learning, TenantId.LOCAL, "one", 1, SUCCEEDED);
        }
        try (Learning learning = start()) {
            LearnedSnapshot read = learning.settled(TenantId.LOCAL);
            assertThat(read.runs().newestFirst()).singleElement().satisfies(run -> {
                assertThat(run.run().intent()).isEmpty();
                assertThat(run.run().digest()).isEqualTo(IntentDigest.of("the orders of a customer"));
                assertThat(run.run().steps().get(1).flows()).hasSize(1);
            });
            assertThat(read.capabilities()).isEmpty();
            does(learning, TenantId.LOCAL, "two", 2, SUCCEEDED);
            does(learning, TenantId.LOCAL, "three", 3, SUCCEEDED);
            rest(learning);
            assertThat(learning.capabilities().named(TenantId.LOCAL, NAME).state())
                    .isEqualTo(CapabilityState.ACTIVE);
            learning.capabilities().rename(TenantId.LOCAL, NAME, "orders");
        }
        try (Learning learning = start()) {
            Capability before = learning.capabilities().named(TenantId.LOCAL, "orders");
            assertThat(before.seen()).isEqualTo(3);
            assertThat(before.version()).isEqualTo(1);
            assertThat(before.definition().input().path("properties").propertyNames())
                    .containsExactly("api_key", "mail");
            for (int number = 0; number < 3; number++) {
                does(learning, TenantId.LOCAL, "bad" + number, 10 + number, FAILED);
            }
            rest(learning);
            assertThat(learning.capabilities().named(TenantId.LOCAL, "orders").state())
                    .isEqualTo(CapabilityState.DEMOTED);
        }
        try (Learning learning = start()) {
            Capability demoted = learning.capabilities().named(TenantId.LOCAL, "orders");
            assertThat(demoted.state()).isEqualTo(CapabilityState.DEMOTED);
            assertThat(demoted.failing()).isEqualTo(3);
            assertThat(learning.capabilities().promote(TenantId.LOCAL, "orders").state())
                    .isEqualTo(CapabilityState.ACTIVE);
            assertThat(learning.capabilities().retire(TenantId.LOCAL, "orders").state())
                    .isEqualTo(CapabilityState.RETIRED);
            assertThatThrownBy(() -> learning.capabilities().promote(TenantId.LOCAL, NAME))
                    .isInstanceOf(CasysException.class)
                    .hasMessageContaining("no capability");
        }
        try (Learning learning = start()) {
            assertThat(learning.capabilities().named(TenantId.LOCAL, "orders").state())
                    .isEqualTo(CapabilityState.RETIRED);
            assertThat(learning.lost()).isZero();
        }
    }

    @Test
    void oneTenantsRunsAreNoneOfAnothersBusiness() {
        TenantId one = database.newTenant("one");
        TenantId other = database.newTenant("other");
        try (Learning learning = start()) {
            does(learning, one, "run", 1, SUCCEEDED);
            does(learning, other, "run", 2, SUCCEEDED);
            does(learning, one, "run2", 3, SUCCEEDED);
            rest(learning);
            assertThat(learning.capabilities().all(one)).hasSize(1);
            assertThat(learning.capabilities().all(other)).isEmpty();
            assertThat(learning.settled(other).runs().newestFirst()).hasSize(1);
            assertThatThrownBy(() -> learning.capabilities().promote(other, NAME))
                    .isInstanceOf(CasysException.class);

            learning.erase(one);
            assertThat(learning.capabilities().all(one)).isEmpty();
            assertThat(store.load(one, LearningLimits.DEFAULTS, Procedure.DECAY))
                    .isEqualTo(LearnedState.EMPTY);
            assertThat(learning.export(other).runs()).hasSize(1);
        }
    }

    @Test
    void whatIsExportedSaysEverythingAndHoldsNoWordsAndNoSecrets() {
        try (Learning learning = start()) {
            learning.searched(Reports.search(TenantId.LOCAL, "one", "the orders of Ann Smith", NOON, "find_customer"));
            does(learning, TenantId.LOCAL, "one", 1, SUCCEEDED);
            does(learning, TenantId.LOCAL, "two", 2, SUCCEEDED);
            rest(learning);
            List<ObjectNode> lines =
                    LearnedLines.of(learning.export(TenantId.LOCAL)).toList();
            assertThat(lines.stream()
                            .collect(Collectors.groupingBy(
                                    line -> line.path("kind").asString(), Collectors.counting())))
                    .containsEntry("run", 2L)
                    .containsEntry("capability", 1L);
            assertThat(lines.toString()).doesNotContain("Ann Smith", "hunter2", "person1", "customer-2");
        }
    }

    @Test
    void theNewestRunsAreKept() {
        LearningLimits limits = LearningLimits.DEFAULTS.withRuns(10);
        try (Learning learning = start(Optional.empty(), Procedure.SHOP, limits)) {
            for (int number = 0; number < 60; number++) {
                does(learning, TenantId.LOCAL, "run" + number, number, SUCCEEDED);
                now = now.plusSeconds(1);
            }
        }
        assertThat(store.load(TenantId.LOCAL, LearningLimits.DEFAULTS, Procedure.DECAY)
                        .runs())
                .hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void twoProcessesCountIntoTheSameCapability() {
        try (Learning one = start();
                Learning other = start()) {
            one.settled(TenantId.LOCAL);
            other.settled(TenantId.LOCAL);
            for (int number = 0; number < 2; number++) {
                does(one, TenantId.LOCAL, "one" + number, number, SUCCEEDED);
                does(other, TenantId.LOCAL, "other" + number, 10 + number, SUCCEEDED);
            }
            rest(one, other);
            one.export(TenantId.LOCAL);
            other.export(TenantId.LOCAL);
            one.capabilities().retire(TenantId.LOCAL, NAME);
            does(other, TenantId.LOCAL, "more", 20, SUCCEEDED);
            rest(other);
            other.export(TenantId.LOCAL);
        }
        assertThat(store.load(TenantId.LOCAL, LearningLimits.DEFAULTS, Procedure.DECAY)
                        .capabilities())
                .singleElement()
                .satisfies(capability -> assertThat(capability.state()).isEqualTo(CapabilityState.RETIRED));
    }

    @Test
    void aCapabilityIsOfferedOnlyIfItIsActiveCurrentVisibleAndSomethingRunsIt() {
        try (Learning learning = start()) {
            for (int number = 0; number < 3; number++) {
                does(learning, TenantId.LOCAL, "run" + number, number, SUCCEEDED);
            }
            rest(learning);
            assertThat(learning.capabilities().named(TenantId.LOCAL, NAME).state())
                    .isEqualTo(CapabilityState.ACTIVE);
            assertThat(learning.capabilities().offerable(TenantId.LOCAL, _ -> true))
                    .isEmpty();
        }
        try (Learning learning =
                start(Optional.of(capability -> capability.name().equals(NAME)))) {
            learning.settled(TenantId.LOCAL);
            assertThat(learning.capabilities().offerable(TenantId.LOCAL, _ -> true))
                    .hasSize(1);
            assertThat(learning.capabilities().offerable(TenantId.LOCAL, tool -> !tool.equals(Procedure.FIND)))
                    .isEmpty();
            learning.capabilities().retire(TenantId.LOCAL, NAME);
            assertThat(learning.capabilities().offerable(TenantId.LOCAL, _ -> true))
                    .isEmpty();
            learning.capabilities().promote(TenantId.LOCAL, NAME);
        }
        try (Learning learning = start(Optional.of(_ -> false))) {
            learning.settled(TenantId.LOCAL);
            assertThat(learning.capabilities().offerable(TenantId.LOCAL, _ -> true))
                    .isEmpty();
        }
        try (Learning learning = start(Optional.of(_ -> true), CatalogSnapshot.EMPTY, LearningLimits.DEFAULTS)) {
            Capability capability = learning.capabilities().named(TenantId.LOCAL, NAME);
            assertThat(learning.capabilities().isCurrent(TenantId.LOCAL, capability))
                    .isFalse();
            assertThat(learning.capabilities().offerable(TenantId.LOCAL, _ -> true))
                    .isEmpty();
        }
    }
}
