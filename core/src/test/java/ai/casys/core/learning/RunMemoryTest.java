// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static ai.casys.core.api.CallOutcome.CANCELLED;
import static ai.casys.core.api.CallOutcome.FAILED;
import static ai.casys.core.api.CallOutcome.REFUSED;
import static ai.casys.core.api.CallOutcome.SUCCEEDED;
import static ai.casys.core.learning.Procedure.SHOP;
import static ai.casys.core.learning.Procedure.call;
import static ai.casys.core.learning.Procedure.capabilities;
import static ai.casys.core.learning.Procedure.does;
import static ai.casys.core.learning.Procedure.memory;
import static ai.casys.core.learning.Reports.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.KnownFlow;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.api.workflow.Argument;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityChange;
import ai.casys.core.learning.capability.CapabilityDecisions;
import ai.casys.core.learning.capability.CapabilityJson;
import ai.casys.core.learning.capability.CapabilityState;
import ai.casys.core.learning.capability.Hints;
import ai.casys.core.learning.runs.ArgumentSketch;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in memory, and what is made of those that are seen again. */
class RunMemoryTest {

    private static PastRuns runs(TenantMemory memory, Instant now) {
        return memory.snapshot(now, Map.of(), SignalPlan.NONE).runs();
    }

    private static Capability only(TenantMemory memory) {
        assertThat(capabilities(memory)).hasSize(1);
        return capabilities(memory).getFirst();
    }

    private static void decide(TenantMemory memory, Function<CapabilityDecisions, List<CapabilityChange>> decision) {
        memory.capabilities().apply(decision.apply(memory.capabilities().decisions()));
    }

    private static FinishedCall success(String run, CatalogTool tool, String arguments) {
        return call(TenantId.LOCAL, run, tool, arguments, NOON);
    }

    @Test
    void aRunIsItsSuccessesWithWhatFlowedBetweenThem() {
        TenantMemory memory = memory(SHOP);
        memory.searched(Reports.search(TenantId.LOCAL, "run", "what did Ann order", NOON, "find_customer"));
        does(memory, "run", 1, SUCCEEDED);

        PastRuns past = runs(memory, NOON.plus(Duration.ofDays(30)));
        assertThat(past.newestFirst()).singleElement().satisfies(run -> {
            assertThat(run.weight()).isEqualTo(0.5);
            assertThat(run.run().intent()).isEqualTo("what did Ann order");
            assertThat(run.run().digest()).isEqualTo(IntentDigest.of("what did Ann order"));
            assertThat(run.run().steps()).hasSize(2);
            assertThat(run.run().steps().get(1).flows()).singleElement().satisfies(flow -> {
                assertThat(flow.from()).isZero();
                assertThat(flow.output()).isEqualTo("found[].id");
                assertThat(flow.pointer()).hasValue("/found/0/id");
                assertThat(flow.argument()).isEqualTo("customer");
            });
            assertThat(run.run().steps().get(0).arguments()).containsEntry("api_key", new ArgumentSketch("string", ""));
        });
        assertThat(runs(memory, NOON).revision()).isNotZero();
    }

    @Test
    void whatIsUnderWayIsKnownAsFarAsItHasCome() {
        TenantMemory memory = memory(SHOP);
        for (FinishedCall call : Procedure.both(TenantId.LOCAL, "run", 1, SUCCEEDED, NOON)) {
            memory.finished(call, call.outcome());
        }
        assertThat(runs(memory, NOON).newestFirst()).hasSize(1);
        long revision = runs(memory, NOON).revision();
        memory.rest(NOON.plus(Duration.ofMinutes(14)));
        assertThat(memory.hasWork()).isTrue();
        assertThat(memory.rest(NOON.plus(Duration.ofMinutes(16)))).isTrue();
        assertThat(memory.hasWork()).isFalse();
        assertThat(runs(memory, NOON).newestFirst()).hasSize(1);
        assertThat(runs(memory, NOON).revision()).isNotEqualTo(revision);
    }

    @Test
    void theNewestRunsAreKept() {
        TenantMemory memory = memory(SHOP, LearningLimits.DEFAULTS.withRuns(10));
        for (int number = 0; number < 50; number++) {
            Instant at = NOON.plusSeconds(number);
            for (FinishedCall call : Procedure.both(TenantId.LOCAL, "run" + number, number, SUCCEEDED, at)) {
                memory.finished(call, call.outcome());
            }
            memory.restAll();
        }
        assertThat(runs(memory, NOON).newestFirst()).hasSizeBetween(10, 11);
        assertThat(runs(memory, NOON).newestFirst().getFirst().run().at()).isEqualTo(NOON.plusSeconds(49));
    }

    @ParameterizedTest
    @EnumSource(
            value = CallOutcome.class,
            names = {"FAILED", "CANCELLED", "REFUSED"})
    void whatDidNotSucceedIsNoRunAndNoCapability(CallOutcome outcome) {
        TenantMemory memory = memory(SHOP);
        for (int number = 0; number < 20; number++) {
            does(memory, "run" + number, number, outcome);
        }
        assertThat(runs(memory, NOON).newestFirst()).isEmpty();
        assertThat(capabilities(memory)).isEmpty();
    }

    @Test
    void whatIsSeenAgainWithOtherArgumentsBecomesACandidate() {
        TenantMemory memory = memory(SHOP);
        does(memory, "one", 1, SUCCEEDED);
        assertThat(capabilities(memory)).isEmpty();
        does(memory, "two", 2, SUCCEEDED);

        Capability capability = only(memory);
        assertThat(capability.name()).isEqualTo("find_customer_then_list_orders");
        assertThat(capability.state()).isEqualTo(CapabilityState.CANDIDATE);
        assertThat(capability.version()).isEqualTo(1);
        assertThat(capability.seen()).isEqualTo(2);
        assertThat(capability.sightings()).hasSize(2);
        assertThat(capability.tally().successes()).isEqualTo(2);
        assertThat(capability.definition().workflow().steps().get(0).tool()).isEqualTo("server__find_customer");
        assertThat(capability.definition().workflow().steps().get(0).arguments())
                .isEqualTo(Map.of(
                        "mail",
                        new Argument.FromInput("mail"),
                        "shop",
                        new Argument.Literal("\"north\""),
                        "api_key",
                        new Argument.FromInput("api_key")));
        assertThat(capability.definition().workflow().steps().get(1).arguments())
                .isEqualTo(Map.of(
                        "customer",
                        new Argument.FromStep("s1", "/found/0/id"),
                        "shop",
                        new Argument.Literal("\"north\""),
                        "limit",
                        new Argument.Literal("10")));
        assertThat(capability.definition().input().at("/properties/mail/format").asString())
                .isEqualTo("email");
        assertThat(capability.definition().input().path("required").size()).isEqualTo(2);
        assertThat(capability.definition().output()).isPresent();
        assertThat(capability.definition().hints()).isEqualTo(new Hints(true, false, true, false));
    }

    @Test
    void noValueThatVariedAndNoSecretIsKept() {
        TenantMemory memory = memory(SHOP);
        does(memory, "one", 1, SUCCEEDED);
        does(memory, "two", 2, SUCCEEDED);

        String kept = CapabilityJson.stored(only(memory).definition()) + runs(memory, NOON);
        assertThat(kept).contains("north").doesNotContain("hunter2", "person1", "person2", "customer-1", "customer-2");
        assertThat(runs(memory, NOON).toString()).doesNotContain("north");
    }

    @Test
    void aConstantThatVariesBecomesAnInputOfTheNextVersion() {
        TenantMemory memory = memory(SHOP);
        does(memory, "one", 1, SUCCEEDED);
        does(memory, "two", 2, SUCCEEDED);
        does(
                memory,
                Procedure.find(TenantId.LOCAL, "three", 3, NOON),
                success("three", Procedure.ORDERS, "{\"customer\":\"customer-3\",\"shop\":\"south\"}"));

        Capability capability = only(memory);
        assertThat(capability.version()).isEqualTo(2);
        assertThat(capability.definition().workflow().steps().get(1).arguments())
                .isEqualTo(Map.of(
                        "customer",
                        new Argument.FromStep("s1", "/found/0/id"),
                        "shop",
                        new Argument.FromInput("shop"),
                        "limit",
                        new Argument.FromInput("limit")));
        assertThat(capability.definition().input().path("required").toString()).doesNotContain("limit");

        does(memory, "four", 4, SUCCEEDED);
        assertThat(only(memory).version()).isEqualTo(2);
    }

    @Test
    void argumentsThatAreAlwaysTheSameAsEachOtherShareAnInputUntilTheyDiffer() {
        TenantMemory memory = memory(SHOP);
        String[][] shops = {{"east", "east"}, {"west", "west"}, {"north", "south"}};
        for (int number = 0; number < shops.length; number++) {
            String run = "run" + number;
            does(
                    memory,
                    success(run, Procedure.FIND, "{\"shop\":\"" + shops[number][0] + "\"}"),
                    success(run, Procedure.ORDERS, "{\"shop\":\"" + shops[number][1] + "\"}"));
            if (number == 1) {
                assertThat(only(memory).definition().input().path("properties").propertyNames())
                        .containsExactly("shop");
            }
        }
        assertThat(only(memory).definition().input().path("properties").propertyNames())
                .containsExactly("shop", "shop_2");
        assertThat(only(memory).version()).isEqualTo(2);
    }

    @Test
    void theSameThingTwiceInOneRunSaysNoMoreThanOnce() {
        TenantMemory memory = memory(SHOP);
        FinishedCall[] loop = new FinishedCall[6];
        for (int place = 0; place < loop.length; place += 2) {
            loop[place] = Procedure.find(TenantId.LOCAL, "run", 1, NOON);
            loop[place + 1] = Procedure.orders(TenantId.LOCAL, "run", 1, SUCCEEDED, NOON);
        }
        does(memory, loop);
        assertThat(capabilities(memory)).isEmpty();

        does(
                memory,
                Procedure.find(TenantId.LOCAL, "run2", 5, NOON),
                Procedure.orders(TenantId.LOCAL, "run2", 5, SUCCEEDED, NOON),
                Procedure.find(TenantId.LOCAL, "run2", 6, NOON),
                Procedure.orders(TenantId.LOCAL, "run2", 6, SUCCEEDED, NOON));
        assertThat(only(memory).seen()).isEqualTo(1);
    }

    @Test
    void whatOnlyReadsBecomesActiveByItselfAfterThreeRuns() {
        TenantMemory memory = memory(SHOP);
        for (int number = 0; number < 3; number++) {
            assertThat(capabilities(memory)).allMatch(known -> known.state() == CapabilityState.CANDIDATE);
            does(memory, "run" + number, number, SUCCEEDED);
        }
        assertThat(only(memory).state()).isEqualTo(CapabilityState.ACTIVE);
    }

    @Test
    void whatMayChangeSomethingWaitsForAPerson() {
        TenantMemory memory = memory(SHOP);
        for (int number = 0; number < 20; number++) {
            does(
                    memory,
                    Procedure.find(TenantId.LOCAL, "run" + number, number, NOON),
                    success("run" + number, Procedure.CANCEL, "{\"order\":\"customer-" + number + "\"}"));
        }
        assertThat(only(memory).state()).isEqualTo(CapabilityState.CANDIDATE);
        assertThat(only(memory).definition().hints()).isEqualTo(new Hints(false, true, false, true));

        decide(memory, decisions -> decisions.promote("find_customer_then_cancel_order"));
        assertThat(only(memory).state()).isEqualTo(CapabilityState.ACTIVE);
    }

    @Test
    void whatBeginsToFailIsDemotedAndAPersonMayForgiveIt() {
        TenantMemory memory = memory(SHOP);
        for (int number = 0; number < 10; number++) {
            does(memory, "good" + number, number, SUCCEEDED);
        }
        for (int number = 0; number < 3; number++) {
            assertThat(only(memory).state()).isEqualTo(CapabilityState.ACTIVE);
            does(memory, "cancelled" + number, number, CANCELLED);
            does(memory, "refused" + number, number, REFUSED);
            does(memory, "bad" + number, number, FAILED);
        }
        assertThat(only(memory).state()).isEqualTo(CapabilityState.DEMOTED);
        assertThat(only(memory).tally().failures()).isEqualTo(3);

        does(memory, "good", 11, SUCCEEDED);
        assertThat(only(memory).state()).isEqualTo(CapabilityState.DEMOTED);
        decide(memory, decisions -> decisions.promote(only(memory).name()));
        does(memory, "bad", 12, FAILED);
        assertThat(only(memory).state()).isEqualTo(CapabilityState.ACTIVE);
    }

    @Test
    void whatFailedAndThenSucceededDidNotFail() {
        TenantMemory memory = memory(SHOP);
        for (int number = 0; number < 4; number++) {
            does(
                    memory,
                    Procedure.find(TenantId.LOCAL, "run" + number, number, NOON),
                    Procedure.orders(TenantId.LOCAL, "run" + number, number, FAILED, NOON),
                    Procedure.orders(TenantId.LOCAL, "run" + number, number, SUCCEEDED, NOON));
        }
        assertThat(only(memory).state()).isEqualTo(CapabilityState.ACTIVE);
        assertThat(only(memory).tally().failures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void noMixOfCallsThatDidNotSucceedCreatesOrPromotes(int seed) {
        Random random = new Random(seed);
        TenantMemory memory = memory(SHOP);
        CallOutcome[] bad = {FAILED, CANCELLED, REFUSED};
        does(memory, "one", 1, SUCCEEDED);
        does(memory, "two", 2, SUCCEEDED);
        for (int number = 10; number < 300; number++) {
            does(memory, "run" + random.nextInt(40), number, bad[random.nextInt(3)]);
        }
        assertThat(only(memory).state()).isEqualTo(CapabilityState.CANDIDATE);
        assertThat(only(memory).seen()).isEqualTo(2);
        assertThat(only(memory).tally().successes()).isEqualTo(2);
    }

    @Test
    void whatIsRetiredIsNotLearnedAgain() {
        TenantMemory memory = memory(SHOP);
        does(memory, "one", 1, SUCCEEDED);
        does(memory, "two", 2, SUCCEEDED);
        decide(memory, decisions -> decisions.retire("find_customer_then_list_orders"));
        for (int number = 0; number < 10; number++) {
            does(memory, "run" + number, number, SUCCEEDED);
        }
        assertThat(only(memory).state()).isEqualTo(CapabilityState.RETIRED);
        assertThat(only(memory).seen()).isEqualTo(2);
    }

    @Test
    void namesAreGivenOnceAndByTheRule() {
        TenantMemory memory = memory(SHOP);
        does(memory, "one", 1, SUCCEEDED);
        does(memory, "two", 2, SUCCEEDED);
        CapabilityDecisions decisions = memory.capabilities().decisions();
        String name = only(memory).name();
        assertThatThrownBy(() -> decisions.rename(name, "Bad name!")).isInstanceOf(CasysException.class);
        assertThatThrownBy(() -> decisions.rename(name, name))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> decisions.rename("nothing", "other"))
                .isInstanceOf(CasysException.class)
                .hasMessageContaining("no capability \"nothing\"");
        assertThatThrownBy(() -> decisions.merge(name, name)).isInstanceOf(CasysException.class);
        decide(memory, known -> known.rename(name, "orders_of"));
        assertThat(only(memory).name()).isEqualTo("orders_of");
    }

    @Test
    void whatIsMergedCountsAsTheOther() {
        TenantMemory memory = memory(SHOP);
        does(memory, "one", 1, SUCCEEDED);
        does(memory, "two", 2, SUCCEEDED);
        for (int number = 0; number < 2; number++) {
            does(
                    memory,
                    success("other" + number, Procedure.ORDERS, "{\"limit\":" + number + "}"),
                    success("other" + number, Procedure.FIND, "{}"));
        }
        decide(
                memory,
                decisions -> decisions.merge("list_orders_then_find_customer", "find_customer_then_list_orders"));
        does(memory, success("again", Procedure.ORDERS, "{\"limit\":7}"), success("again", Procedure.FIND, "{}"));

        assertThat(capabilities(memory)).hasSize(2);
        assertThat(memory.capabilities().decisions().all())
                .filteredOn(known -> known.name().equals("find_customer_then_list_orders"))
                .singleElement()
                .satisfies(known -> {
                    assertThat(known.seen()).isEqualTo(5);
                    assertThat(known.version()).isEqualTo(1);
                });
    }

    @Test
    void toolsThatAreNotOfferedMakeNoCapability() {
        TenantMemory memory = memory(CatalogSnapshot.EMPTY);
        for (int number = 0; number < 5; number++) {
            does(memory, "run" + number, number, SUCCEEDED);
        }
        assertThat(capabilities(memory)).isEmpty();
        assertThat(runs(memory, NOON).newestFirst()).hasSize(5);
    }

    @Test
    void flowsThatARunDeclaresAreKnownWithoutItsValues() {
        TenantMemory memory = memory(SHOP);
        FinishedCall first = Reports.success("run", "find_customer");
        FinishedCall second = new FinishedCall(
                first.caller(),
                "run",
                Optional.of("orders"),
                new ToolAddress("server", "list_orders"),
                SUCCEEDED,
                Duration.ZERO,
                NOON,
                Optional.empty(),
                List.of(new KnownFlow(new ToolAddress("server", "find_customer"), "best.id", "customer")),
                Optional.empty(),
                Optional.empty());
        does(memory, first, second);
        assertThat(runs(memory, NOON)
                        .newestFirst()
                        .getFirst()
                        .run()
                        .steps()
                        .get(1)
                        .flows())
                .singleElement()
                .satisfies(flow -> assertThat(flow.pointer()).hasValue("/best/id"));
        assertThat(capabilities(memory)).isEmpty();
    }

    @Test
    void hostileNamesAndValuesDoNoHarm() {
        String name = "\\u0000\\u202e';DROP TABLE--\\ud800" + "x".repeat(200);
        CatalogTool evil = Procedure.tool(
                name, "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"https://evil.example/\"}}}", "{}");
        Catalog catalog = new Catalog();
        catalog.replaceServerTools("server", List.of(Procedure.FIND, evil));
        TenantMemory memory = memory(catalog.snapshot());
        String deep = "[".repeat(300) + "]".repeat(300);
        for (int number = 0; number < 3; number++) {
            String run = "run" + number;
            does(
                    memory,
                    Procedure.find(TenantId.LOCAL, run, number, NOON),
                    success(
                            run,
                            evil,
                            "{\"a\":\"customer-" + number + " \",\"\\u0000 b\\u202e\":" + number + ",\"deep\":" + deep
                                    + ",\"$input\":{\"$step\":\"s1\"}}"));
        }
        Capability capability = only(memory);
        assertThat(capability.name()).matches("[a-z0-9][a-z0-9_-]{0,63}");
        assertThat(capability.definition().workflow().steps().get(1).tool()).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(capability.definition().input().path("properties").propertyNames())
                .allMatch(input -> input.matches("[A-Za-z0-9_.-]{1,64}"));
        String stored = CapabilityJson.stored(capability.definition());
        assertThat(stored.chars()).allMatch(character -> character >= ' ' && character < 127);
        assertThat(CapabilityJson.definition(stored)).isEqualTo(capability.definition());

        RawJson wide = RawJson.parse("{\"" + "n".repeat(5_000) + "\":1}");
        does(memory, success("wide", evil, wide.toString()), success("wide", Procedure.FIND, "[1]"));
        does(memory, success("wide2", evil, wide.toString()), success("wide2", Procedure.FIND, "[1]"));
        assertThat(capabilities(memory)).hasSize(1);
    }
}
