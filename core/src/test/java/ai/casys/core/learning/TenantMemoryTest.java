// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static ai.casys.core.learning.Reports.NOON;
import static ai.casys.core.learning.Reports.failure;
import static ai.casys.core.learning.Reports.key;
import static ai.casys.core.learning.Reports.search;
import static ai.casys.core.learning.Reports.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.EdgeKind;
import ai.casys.core.learning.graph.SignalScores;
import ai.casys.core.learning.graph.ToolEdge;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantMemoryTest {

    private static final Decay DECAY = new Decay(Duration.ofDays(30));
    private static final LearningLimits LIMITS = LearningLimits.DEFAULTS;

    private static TenantMemory memory(LearningLimits limits) {
        return new TenantMemory(LearnedState.EMPTY, DECAY, limits, IntentVectors.NONE, new Fingerprints());
    }

    private static LearnedSnapshot snapshot(TenantMemory memory, Instant now) {
        return memory.snapshot(now, Map.of(), SignalPlan.NONE);
    }

    private static void tell(TenantMemory memory, Verdict verdict) {
        memory.told(memory.said(verdict, NOON), NOON);
    }

    private static void report(TenantMemory memory, FinishedCall... calls) {
        Stream.of(calls).forEach(call -> memory.finished(call, call.outcome()));
    }

    @Test
    void toolsThatSucceedInOnePieceOfWorkGoTogetherInTheirOrder() {
        TenantMemory memory = memory(LIMITS);
        for (int run = 0; run < 4; run++) {
            report(memory, success("run" + run, "read"), success("run" + run, "parse"));
        }
        report(memory, success("other", "read"));

        LearnedSnapshot snapshot = snapshot(memory, NOON);

        assertThat(snapshot.graph().probability(key("parse"), key("read"))).isEqualTo(4.0 / 6);
        assertThat(snapshot.graph().probability(key("read"), key("parse"))).isEqualTo(4.0 / 5);
        assertThat(snapshot.graph().order(key("read"), key("parse"))).isGreaterThan(0.8);
        assertThat(snapshot.related(Map.of(key("read"), 1.0)).why(key("parse")))
                .contains("usually follows server:read");
        assertThat(snapshot.rank(Map.of(key("parse"), 1.0), _ -> true).why(key("read")))
                .contains("usually precedes server:parse");
        assertThat(snapshot.graph().follows(key("read"), 5))
                .singleElement()
                .satisfies(next -> assertThat(next.tool()).isEqualTo(key("parse")));
    }

    @Test
    void aLoopSaysNoMoreThanOneCall() {
        TenantMemory once = memory(LIMITS);
        TenantMemory often = memory(LIMITS);
        report(once, success("run", "a"), success("run", "b"));
        for (int round = 0; round < 50; round++) {
            report(often, success("run", "a"), success("run", "b"));
        }

        assertThat(snapshot(often, NOON).graph().edges())
                .isEqualTo(snapshot(once, NOON).graph().edges());
    }

    @Test
    void anIntentIsServedByTheToolThatItFoundAndThatSucceeded() {
        TenantMemory memory = memory(LIMITS);
        memory.searched(search(TenantId.LOCAL, "run", "Send  a mail", NOON, "mail", "post"));
        memory.searched(search(TenantId.LOCAL, "run", "read a file", NOON, "read"));
        report(memory, success("run", "mail"), success("run", "unsought"));

        LearnedSnapshot snapshot = snapshot(memory, NOON);

        assertThat(snapshot.pastIntents("send a mail", Map.of(), _ -> true).values())
                .containsOnlyKeys(key("mail"))
                .hasEntrySatisfying(key("mail"), score -> assertThat(score).isBetween(0.8, 0.9));
        assertThat(snapshot.pastIntents("send a mail", Map.of(), _ -> true).why(key("mail")))
                .contains("served 1 of the 1 most similar intents");
        assertThat(snapshot.pastIntents("read a file", Map.of(), _ -> true).values())
                .isEmpty();
    }

    @Test
    void whatSomebodySaysIsRightSpeaksForItAtOnce() {
        TenantMemory memory = memory(LIMITS);
        tell(memory, new Verdict("send a mail", key("mail"), true));

        SignalScores scores = snapshot(memory, NOON).pastIntents("Send a  mail", Map.of(), _ -> true);

        assertThat(scores.of(key("mail"))).as("as three calls").isCloseTo(Recurrence.SURE, within(1e-9));
        assertThat(snapshot(memory, NOON).reliability().values())
                .as("what is said of an intent says nothing of the tool")
                .isEmpty();
    }

    @Test
    void intentsThatOnlyHiddenToolsServedCountAsIfTheyHadNeverBeen() {
        Map<String, Map<String, float[]>> read = new HashMap<>();
        read.put("post a letter", Map.of("model", new float[] {0.8f, 0.6f, 0}));
        IntentVectors vectors = intent -> read.getOrDefault(intent, Map.of("model", new float[] {0, 0, 1}));
        TenantMemory alone = new TenantMemory(LearnedState.EMPTY, DECAY, LIMITS, vectors, new Fingerprints());
        TenantMemory among = new TenantMemory(LearnedState.EMPTY, DECAY, LIMITS, vectors, new Fingerprints());
        tell(alone, new Verdict("post a letter", key("post"), true));
        tell(among, new Verdict("post a letter", key("post"), true));
        for (int other = 0; other < 40; other++) {
            tell(among, new Verdict("hidden work " + other, key("hidden"), true));
        }
        Map<String, float[]> asked = Map.of("model", new float[] {1, 0, 0});

        assertThat(snapshot(among, NOON)
                        .pastIntents("send mail", asked, tool -> !tool.equals(key("hidden")))
                        .values())
                .isEqualTo(snapshot(alone, NOON)
                        .pastIntents("send mail", asked, _ -> true)
                        .values())
                .hasSize(1);
    }

    @Test
    void whatSomebodySaysIsWrongSpeaksAgainstItEvenIfItWasUsedOften() {
        TenantMemory memory = memory(LIMITS);
        for (int run = 0; run < 20; run++) {
            memory.searched(search(TenantId.LOCAL, "run" + run, "send a mail", NOON, "post"));
            report(memory, success("run" + run, "post"));
        }
        double before = snapshot(memory, NOON)
                .pastIntents("send a mail", Map.of(), _ -> true)
                .of(key("post"));
        tell(memory, new Verdict("send a mail", key("post"), false));
        tell(memory, new Verdict("send a mail", key("pigeon"), false));
        report(memory, failure("later", "pigeon"));

        SignalScores after = snapshot(memory, NOON).pastIntents("send a mail", Map.of(), _ -> true);

        assertThat(after.of(key("post"))).isBetween(0.0, before / 3);
        assertThat(after.of(key("pigeon"))).isBetween(-1.0, -0.1);
        assertThat(after.why(key("pigeon"))).contains("said to be wrong for 1 of the 1 most similar intents");
        assertThat(snapshot(memory, NOON.plus(Duration.ofDays(365)))
                        .pastIntents("send a mail", Map.of(), _ -> true)
                        .of(key("pigeon")))
                .as("what was said fades as all else does")
                .isBetween(-0.01, 0.0);
    }

    @Test
    void whoeverChangesTheirMindIsBelieved() {
        TenantMemory memory = memory(LIMITS);
        tell(memory, new Verdict("send a mail", key("mail"), false));
        tell(memory, new Verdict("send a mail", key("mail"), true));
        tell(memory, new Verdict("send a mail", key("post"), true));
        tell(memory, new Verdict("send a mail", key("post"), false));

        SignalScores scores = snapshot(memory, NOON).pastIntents("send a mail", Map.of(), _ -> true);

        assertThat(scores.of(key("mail"))).isGreaterThan(2 * scores.of(key("post")));
    }

    @Test
    void whatIsLongAgoCountsLess() {
        TenantMemory memory = memory(LIMITS);
        report(memory, success("run", "a"), success("run", "b"));

        double now = snapshot(memory, NOON).graph().probability(key("b"), key("a"));
        double later = snapshot(memory, NOON.plus(Duration.ofDays(60))).graph().probability(key("b"), key("a"));

        assertThat(later).isLessThan(now / 2);
    }

    @Test
    void aValueThatCameOutOfOneToolAndWentIntoAnotherIsAFlow() {
        TenantMemory memory = memory(LIMITS);
        FinishedCall create = success("run", "create")
                .with(
                        RawJson.parse("{\"title\":\"a title of some length\"}"),
                        Optional.of(
                                RawJson.parse(
                                        "{\"content\":[],\"structuredContent\":{\"issues\":[{\"id\":\"ISSUE-4711\",\"title\":\"a title of some length\",\"mail of jane@example.org\":{\"ref\":\"zz-19-xx\"}}]}}")));
        FinishedCall comment = success("run", "comment")
                .with(
                        RawJson.parse(
                                "{\"issue\":\"ISSUE-4711\",\"text\":\"a title of some length\",\"deep\":{\"ref\":\"zz-19-xx\"}}"),
                        Optional.empty());
        report(memory, create, comment);

        assertThat(snapshot(memory, NOON).graph().flows(key("create"), key("comment")))
                .extracting(ToolEdge::key)
                .containsExactlyInAnyOrder(
                        EdgeKey.flow(key("create"), key("comment"), "issues[].id", "issue"),
                        EdgeKey.flow(key("create"), key("comment"), "issues[].*.ref", "deep.ref"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void failedCancelledAndRefusedCallsNeverRaiseAnyTool(int seed) {
        Random random = new Random(seed);
        TenantMemory memory = memory(LIMITS);
        List<String> tools = List.of("a", "b", "c", "d", "e", "f");
        List<String> intents = List.of("one", "two", "three");
        for (int step = 0; step < 200; step++) {
            Instant at = NOON.plusSeconds(step * 30L);
            String run = "run" + random.nextInt(6);
            if (random.nextInt(4) == 0) {
                memory.searched(
                        search(TenantId.LOCAL, run, intents.get(random.nextInt(3)), at, tools.toArray(String[]::new)));
            }
            FinishedCall good =
                    Reports.call(TenantId.LOCAL, run, tools.get(random.nextInt(6)), CallOutcome.SUCCEEDED, at);
            memory.finished(good, CallOutcome.SUCCEEDED);

            Instant later = NOON.plus(Duration.ofDays(1));
            CallOutcome bad = List.of(CallOutcome.FAILED, CallOutcome.CANCELLED, CallOutcome.REFUSED)
                    .get(random.nextInt(3));
            LearnedSnapshot before = snapshot(memory, later);
            memory.finished(
                    Reports.call(TenantId.LOCAL, run, tools.get(random.nextInt(6)), bad, at.plusSeconds(1)), bad);
            LearnedSnapshot after = snapshot(memory, later);

            for (String tool : tools) {
                assertThat(scores(after, key(tool), intents, tools))
                        .as("%s after %s of step %d", tool, bad, step)
                        .satisfies(scores -> {
                            List<Double> earlier = scores(before, key(tool), intents, tools);
                            for (int place = 0; place < scores.size(); place++) {
                                assertThat(scores.get(place)).isLessThanOrEqualTo(earlier.get(place) + 1e-9);
                            }
                        });
            }
        }
    }

    private static List<Double> scores(
            LearnedSnapshot snapshot, ToolKey tool, List<String> intents, List<String> seeds) {
        List<Double> scores = new ArrayList<>();
        intents.forEach(intent ->
                scores.add(snapshot.pastIntents(intent, Map.of(), _ -> true).of(tool)));
        for (String seed : seeds) {
            scores.add(snapshot.related(Map.of(key(seed), 1.0)).of(tool));
            scores.add(snapshot.rank(Map.of(key(seed), 1.0), _ -> true).of(tool));
        }
        scores.add(snapshot.reliability(tool).score());
        return scores;
    }

    @Test
    void aToolThatOnlyFailedIsKnownToFailAndGoesWithNothing() {
        TenantMemory memory = memory(LIMITS);
        memory.searched(search(TenantId.LOCAL, "run", "do it", NOON, "broken"));
        report(memory, success("run", "a"), failure("run", "broken"));

        LearnedSnapshot snapshot = snapshot(memory, NOON);

        assertThat(snapshot.graph().edges()).isEmpty();
        assertThat(snapshot.pastIntents("do it", Map.of(), _ -> true).values()).isEmpty();
        assertThat(snapshot.reliability(key("broken")).score()).isLessThan(Reliability.UNKNOWN.score());
    }

    @Test
    void theWeakestGoWhenThereAreTooMany() {
        TenantMemory memory = memory(new LearningLimits(20, 30, 20, 5, 5, 10, 5));
        for (int round = 0; round < 5; round++) {
            report(memory, success("good" + round, "x"), success("good" + round, "y"));
        }
        for (int tool = 0; tool < 300; tool++) {
            report(memory, success("run" + tool, "once" + tool), success("run" + tool, "twice" + tool));
            report(memory, failure("run" + tool, "never" + tool));
        }

        LearnedSnapshot snapshot = snapshot(memory, NOON);

        assertThat(snapshot.graph().edges()).hasSizeLessThanOrEqualTo(33);
        assertThat(snapshot.reliability().values()).hasSizeLessThanOrEqualTo(22).containsKey(key("x"));
        assertThat(snapshot.graph().probability(key("y"), key("x"))).isGreaterThan(0.8);
        LearnedChanges changes = memory.takeChanges();
        assertThat(changes.edges()).hasSizeLessThanOrEqualTo(33);
        assertThat(memory.pending()).isZero();
    }

    @Test
    void hostileResultsTeachNothingAndDoNoHarm() {
        TenantMemory memory = memory(LIMITS);
        String deep = "[".repeat(400) + "]".repeat(400);
        String wide =
                "{\"content\":[{\"type\":\"text\",\"text\":\"[not json\"}],\"structuredContent\":{\"a\":" + deep + "}}";
        report(
                memory,
                success("run", "a").with(RawJson.EMPTY_OBJECT, Optional.of(RawJson.parse(wide))),
                success("run", "b").with(RawJson.parse("{\"x\":" + deep + "}"), Optional.of(RawJson.parse("{}"))));

        assertThat(snapshot(memory, NOON).graph().edges())
                .noneMatch(edge -> edge.key().kind() == EdgeKind.FLOW);
    }
}
