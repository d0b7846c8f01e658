// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.runs.RunStep;
import ai.casys.core.learning.runs.StepFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlikeIntentsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ToolKey FIND = new ToolKey("notes", "find");
    private static final ToolKey READ = new ToolKey("notes", "read");
    private static final ToolKey MAIL = new ToolKey("mail", "send");

    private static final Recurrence UNTAUGHT = new Recurrence.Pairs().recurrence();

    @Test
    void theMostSimilarComesFirstWithTheToolsThatServedIt() {
        AlikeIntents intents = intents();

        List<AlikeIntent> near = intents.nearest("other", vector(1, 0), _ -> true, 2, UNTAUGHT);

        assertThat(near).extracting(AlikeIntent::tools).containsExactly(Set.of(FIND, READ), Set.of(MAIL));
        assertThat(near.getFirst().similarity()).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void withoutVectorsOnlyTheSameWordsAreAlike() {
        assertThat(intents().nearest("mailed", Map.of(), _ -> true, 10, UNTAUGHT))
                .containsExactly(new AlikeIntent(1, Recurrence.SURE, Set.of(MAIL)));
        assertThat(intents().nearest("other", Map.of(), _ -> true, 10, UNTAUGHT))
                .isEmpty();
    }

    @Test
    void whatOnlyOtherToolsServedTakesNoPlace() {
        assertThat(intents().nearest("other", vector(1, 0), key -> !key.server().equals("notes"), 1, UNTAUGHT))
                .extracting(AlikeIntent::tools)
                .containsExactly(Set.of(MAIL));
        assertThat(intents().nearest("other", vector(1, 0), READ::equals, 1, UNTAUGHT))
                .extracting(AlikeIntent::tools)
                .containsExactly(Set.of(READ));
    }

    @Test
    void whatHandedAValueOnTheWayServedItToo() {
        RunStep other = new RunStep(MAIL, Map.of(), true, List.of());
        RunStep first = new RunStep(FIND, Map.of(), true, List.of());
        RunStep second =
                new RunStep(READ, Map.of(), true, List.of(new StepFlow(1, "path", Optional.of("/path"), "path")));
        PastRun run = new PastRun(new UUID(0, 1), NOW, "", "read", true, List.of(other, first, second));

        AlikeIntents intents = AlikeIntents.of(
                List.of(record("read", Map.of(READ, tally(1, 0)), Map.of())),
                new PastRuns(1, List.of(new PastRuns.Weighed(run, 1))),
                NOW,
                new Decay(Duration.ofDays(30)));

        assertThat(intents.nearest("read", Map.of(), _ -> true, 10, UNTAUGHT))
                .containsExactly(new AlikeIntent(1, Recurrence.SURE, Set.of(FIND, READ)));
    }

    private static AlikeIntents intents() {
        return AlikeIntents.of(
                List.of(
                        record(
                                "found",
                                Map.of(FIND, tally(2, 0), READ, tally(2, 1), MAIL, tally(1, 5)),
                                vector(0.8, 0.6)),
                        record("mailed", Map.of(MAIL, tally(1, 0)), vector(0.6, 0.8)),
                        record("failed", Map.of(READ, tally(0, 3)), vector(1, 0))),
                PastRuns.NONE,
                NOW,
                new Decay(Duration.ofDays(30)));
    }

    private static IntentRecord record(String digest, Map<ToolKey, Tally> tools, Map<String, float[]> vectors) {
        return new IntentRecord(digest, tools, vectors, NOW);
    }

    private static Tally tally(double successes, double failures) {
        return new Tally(successes, failures, NOW);
    }

    private static Map<String, float[]> vector(double x, double y) {
        return Map.of("model", new float[] {(float) x, (float) y});
    }
}
