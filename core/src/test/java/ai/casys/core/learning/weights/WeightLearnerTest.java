// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.catalog.ToolKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WeightLearnerTest {

    private static final SignalPlan PLAN = new SignalPlan(List.of(
            new SignalPlan.Signal("words", 0.5, true),
            new SignalPlan.Signal("past", 0.4, false),
            new SignalPlan.Signal("together", 0.3, false)));

    /** @param helpful how much of the past signal is about what is right, from 0 to 1 */
    private static List<Choice> choices(Random random, int count, double words, double helpful) {
        List<Choice> choices = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            List<Choice.Shown> shown = new ArrayList<>();
            int right = random.nextInt(8);
            for (int tool = 0; tool < 8; tool++) {
                double truth = tool == right ? 1 : 0;
                shown.add(new Choice.Shown(
                        new ToolKey("server", "tool" + tool),
                        List.of(mixed(random, truth, words), mixed(random, truth, helpful), random.nextDouble()),
                        tool == right));
            }
            choices.add(
                    new Choice(new UUID(random.nextLong(), random.nextLong()), Instant.ofEpochSecond(number), shown));
        }
        return choices;
    }

    private static double mixed(Random random, double truth, double share) {
        return share * truth + (1 - share) * random.nextDouble();
    }

    @RepeatedTest(20)
    void weightsAreNeverNegativeAndNeverWorseThanTextAlone(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Choice> choices = choices(
                random, WeightLearner.LEAST_CHOICES + random.nextInt(60), random.nextDouble(), random.nextDouble());

        LearnedWeights weights = WeightLearner.learn(PLAN, choices).orElseThrow();

        assertThat(weights.values()).allMatch(weight -> weight >= 0 && Double.isFinite(weight));
        assertThat(weights.values()).anyMatch(weight -> weight > 0);
        assertThat(weights.quality()).isGreaterThanOrEqualTo(weights.textQuality());
        assertThat(weights.names()).containsExactly("words", "past", "together");
    }

    @Test
    void aSignalThatTellsTheRightToolGainsWeightAndNoiseLosesIt() {
        LearnedWeights weights =
                WeightLearner.learn(PLAN, choices(new Random(1), 200, 0.3, 0.6)).orElseThrow();

        assertThat(weights.values().get(1)).isGreaterThan(0.4);
        assertThat(weights.values().get(2)).isLessThan(0.1);
        assertThat(weights.quality()).isGreaterThan(weights.textQuality() + 0.1);
    }

    @Test
    void whatDoesNotHelpFallsToZero() {
        LearnedWeights weights =
                WeightLearner.learn(PLAN, choices(new Random(2), 200, 0.9, 0)).orElseThrow();

        assertThat(weights.values().subList(1, 3)).containsExactly(0.0, 0.0);
        assertThat(weights.quality()).isGreaterThan(0.99);
    }

    @Test
    void theOrderInWhichChoicesAreGivenMakesNoDifference() {
        List<Choice> choices = choices(new Random(3), 60, 0.4, 0.4);
        List<Choice> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, new Random(4));

        assertThat(WeightLearner.learn(PLAN, shuffled)).isEqualTo(WeightLearner.learn(PLAN, choices));
    }

    @RepeatedTest(10)
    void theOrderInWhichChoicesHappenedHardlyMakesADifference(RepetitionInfo repetition) {
        Random random = new Random(100 + repetition.getCurrentRepetition());
        List<Choice> choices = choices(random, 40 + random.nextInt(200), 0.4, 0.5);
        LearnedWeights learned = WeightLearner.learn(PLAN, choices).orElseThrow();

        for (int order = 0; order < 5; order++) {
            List<Choice> shuffled = new ArrayList<>(choices);
            Collections.shuffle(shuffled, random);
            List<Choice> anew = new ArrayList<>();
            for (Choice choice : shuffled) {
                anew.add(new Choice(choice.id(), Instant.ofEpochSecond(anew.size()), choice.shown()));
            }
            LearnedWeights other = WeightLearner.learn(PLAN, anew).orElseThrow();

            for (int signal = 0; signal < 2; signal++) {
                assertThat(other.values().get(signal))
                        .isCloseTo(learned.values().get(signal), within(0.001));
            }
            assertThat(other.values().get(2)).as("noise").isBetween(0.0, 0.15);
        }
    }

    @Test
    void aLittleEvidenceMovesTheWeightsALittle() {
        LearnedWeights few =
                WeightLearner.learn(PLAN, choices(new Random(8), 20, 0.6, 0.6)).orElseThrow();

        assertThat(few.values().get(0)).isBetween(0.4, 0.7);
        assertThat(few.values().get(1)).isBetween(0.3, 0.6);
    }

    @Test
    void tooFewChoicesOrThoseOfAnotherRankingTeachNothing() {
        List<Choice> few = choices(new Random(5), WeightLearner.LEAST_CHOICES - 1, 0.5, 0.5);
        List<Choice> many = choices(new Random(6), 100, 0.5, 0.5);
        SignalPlan other = new SignalPlan(PLAN.signals().subList(0, 2));

        assertThat(WeightLearner.learn(PLAN, few)).isEmpty();
        assertThat(WeightLearner.learn(other, many)).isEmpty();
        assertThat(WeightLearner.learn(SignalPlan.NONE, many)).isEmpty();
    }
}
