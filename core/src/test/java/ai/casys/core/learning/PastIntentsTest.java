// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static ai.casys.core.learning.Reports.NOON;
import static ai.casys.core.learning.Reports.key;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PastIntentsTest {

    private static final Decay DECAY = new Decay(Duration.ofDays(30));
    private static final int DIMENSION = 64;

    /** @param towards nothing of the result but this share, the rest by chance */
    private static float[] vector(Random random, float[] towards, double share) {
        double[] other = random.doubles(DIMENSION, -1, 1).toArray();
        double along = 0;
        for (int place = 0; place < DIMENSION; place++) {
            along += other[place] * towards[place];
        }
        double square = 0;
        for (int place = 0; place < DIMENSION; place++) {
            other[place] -= along * towards[place];
            square += other[place] * other[place];
        }
        float[] vector = new float[DIMENSION];
        for (int place = 0; place < DIMENSION; place++) {
            vector[place] =
                    (float) (share * towards[place] + Math.sqrt(1 - share * share) * other[place] / Math.sqrt(square));
        }
        return vector;
    }

    private static float[] first() {
        float[] vector = new float[DIMENSION];
        vector[0] = 1;
        return vector;
    }

    private static IntentRecord intent(String words, float[] vector, String... tools) {
        return new IntentRecord(
                IntentDigest.of(words),
                Arrays.stream(tools).collect(Collectors.toMap(Reports::key, _ -> Tally.success(NOON))),
                Map.of("model", vector),
                NOON);
    }

    private static Map<ToolKey, Double> votes(List<IntentRecord> records, Predicate<ToolKey> visible) {
        return PastIntents.of(records, NOON, DECAY)
                .scores(IntentDigest.of("asked"), Map.of("model", first()), visible)
                .values();
    }

    @RepeatedTest(50)
    void fewIntentsThatAreNotReallyAlikeSayNothing(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<IntentRecord> few = new ArrayList<>();
        for (int past = 0; past <= random.nextInt(10); past++) {
            double alike = random.nextDouble(0.55);
            few.add(intent("past " + past, vector(random, first(), alike), "tool" + past, "other" + past));
        }

        assertThat(votes(few, _ -> true)).isEmpty();
    }

    @Test
    void theSameIntentIsBelievedAtOnceAndOneMuchLikeItFarLess() {
        Random random = new Random(1);

        assertThat(votes(List.of(intent("same", first(), "tool")), _ -> true).values())
                .singleElement()
                .satisfies(vote -> assertThat(vote).isGreaterThan(0.8));
        assertThat(votes(List.of(intent("alike", vector(random, first(), 0.85), "tool")), _ -> true)
                        .values())
                .singleElement()
                .satisfies(vote -> assertThat(vote).isBetween(0.005, 0.1));
    }

    @Test
    void howMuchALikenessIsWorthIsSeenFromThePastIntents() {
        Random random = new Random(2);
        List<IntentRecord> recurring = new ArrayList<>();
        List<IntentRecord> unique = new ArrayList<>();
        float[] topic = vector(random, first(), 0.75);
        for (int past = 0; past < 40; past++) {
            float[] vector = vector(random, topic, 0.85);
            recurring.add(intent("past " + past, vector, "always", "once" + past));
            unique.add(intent("past " + past, vector, "new" + past, "once" + past));
        }

        Map<ToolKey, Double> where = votes(recurring, _ -> true);

        assertThat(where.get(key("always"))).isGreaterThan(0.7);
        assertThat(where.values().stream().filter(vote -> vote > 0.15)).hasSize(1);
        assertThat(votes(unique, _ -> true).values()).allMatch(vote -> vote < 0.05);
    }

    @RepeatedTest(20)
    void whatOnlyHiddenToolsServedAndHiddenToolsOfOthersChangeNothing(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int seen = 1 + random.nextInt(150);
        List<IntentRecord> alone = new ArrayList<>();
        List<IntentRecord> among = new ArrayList<>();
        for (int past = 0; past < seen; past++) {
            float[] vector = vector(random, first(), random.nextDouble());
            String tool = "tool" + random.nextInt(8);
            alone.add(intent("seen " + past, vector, tool));
            among.add(
                    random.nextBoolean()
                            ? intent("seen " + past, vector, tool)
                            : intent("seen " + past, vector, tool, "hidden" + random.nextInt(3)));
        }
        for (int past = 0; past < 300; past++) {
            among.add(intent("unseen " + past, vector(random, first(), random.nextDouble()), "hidden" + past % 5));
        }
        Collections.shuffle(among, random);

        assertThat(votes(among, tool -> !tool.tool().startsWith("hidden"))).isEqualTo(votes(alone, _ -> true));
    }

    @Test
    void whatABandHasSeenCountsForItAndMovesTheOthers() {
        Recurrence usual = new Recurrence.Pairs().recurrence();
        Recurrence.Pairs often = new Recurrence.Pairs();
        Recurrence.Pairs never = new Recurrence.Pairs();
        for (int pair = 0; pair < 200; pair++) {
            often.add(0.22, 0.4);
            never.add(0.82, 0);
        }

        assertThat(usual.probability(0.5)).isLessThan(0.02);
        assertThat(usual.probability(1)).isEqualTo(Recurrence.SURE);
        assertThat(often.recurrence().probability(0.225)).isBetween(0.35, 0.45);
        assertThat(often.recurrence().probability(0.6)).isGreaterThan(0.8);
        assertThat(never.recurrence().probability(0.825)).isLessThan(0.02);
        assertThat(never.recurrence().probability(0.7)).isLessThan(usual.probability(0.7) / 2);
    }

    @Test
    void probabilitiesStayInTheirRangeWhateverIsCounted() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Recurrence.Pairs pairs = new Recurrence.Pairs();
            for (int pair = 0; pair < random.nextInt(3000); pair++) {
                pairs.add(random.nextDouble(), random.nextInt(3) / 2.0);
            }
            Recurrence recurrence = pairs.recurrence();
            for (double similarity = 0; similarity <= 1; similarity += 0.01) {
                assertThat(recurrence.probability(similarity)).isBetween(0.0, Recurrence.SURE);
            }
        }
    }
}
