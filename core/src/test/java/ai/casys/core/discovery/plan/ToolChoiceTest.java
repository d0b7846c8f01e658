// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToolChoiceTest {

    @Test
    void whatServedLikeIntentsTogetherIsTakenTogetherThoughTheSearchDoubtsAPart() {
        Map<String, Double> found = Map.of("search", 0.7, "read", 0.25, "mail", 0.25);
        List<PastChoice> past = List.of(
                new PastChoice(0.9, 0.5, Set.of("search", "read")),
                new PastChoice(0.85, 0.5, Set.of("search", "read")));

        assertThat(chosen(found, past)).containsExactlyInAnyOrder("search", "read");
    }

    @Test
    void whatServedLikeIntentsAloneStaysAlone() {
        Map<String, Double> found = Map.of("convert", 0.8, "now", 0.45);
        List<PastChoice> past =
                List.of(new PastChoice(0.95, 0.5, Set.of("convert")), new PastChoice(0.9, 0.5, Set.of("convert")));

        assertThat(chosen(found, past)).containsExactly("convert");
    }

    @Test
    void whereLikenessMeansNothingLikeIntentsChangeNothing() {
        Map<String, Double> found = Map.of("search", 0.8, "read", 0.7, "mail", 0.2);
        List<PastChoice> meaningless = List.of(new PastChoice(0.95, 0, Set.of("search")));

        assertThat(chosen(found, List.of(new PastChoice(0.95, 0.5, Set.of("search")))))
                .containsExactly("search");
        assertThat(chosen(found, meaningless)).isEqualTo(chosen(found, List.of()));
    }

    @Test
    void intentsThatAreHardlyAlikeChangeNothing() {
        Map<String, Double> found = Map.of("search", 0.8, "read", 0.7, "mail", 0.2);
        List<PastChoice> far =
                List.of(new PastChoice(0.2, 0.5, Set.of("mail")), new PastChoice(0.15, 0.5, Set.of("mail")));

        assertThat(chosen(found, far)).isEqualTo(chosen(found, List.of()));
        assertThat(ToolOdds.of(found, far, EdgeModel.untaught(), found.keySet()).of("search"))
                .isBetween(0.79, 0.8);
    }

    @Test
    void probabilitiesStayBetweenNoAndYesAndNamesAreThoseOfTheCaller() {
        Random random = new Random(7);
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "t" + i).toList();
        for (int round = 0; round < 200; round++) {
            Map<String, Double> found = new HashMap<>();
            names.stream().limit(random.nextInt(20)).forEach(name -> found.put(name, random.nextDouble()));
            List<PastChoice> past = IntStream.range(0, random.nextInt(RunHistory.ALIKE))
                    .mapToObj(_ -> new PastChoice(
                            1 - random.nextDouble(),
                            random.nextDouble(),
                            Set.of("t" + random.nextInt(10), "t" + (10 + random.nextInt(20)))))
                    .toList();
            Set<String> known = Set.copyOf(names.subList(0, 20));
            ToolOdds odds = ToolOdds.of(found, past, EdgeModel.untaught(), known);

            assertThat(odds.tools().values())
                    .allSatisfy(probability -> assertThat(probability).isBetween(0.0, 1.0 + 1e-9));
            assertThat(odds.guesses().stream()
                            .mapToDouble(ToolOdds.Guess::probability)
                            .sum())
                    .isLessThan(1);
            assertThat(known).containsAll(chosen(found, past, known));
            assertThat(chosen(found, past, known)).hasSizeLessThanOrEqualTo(ToolChoice.MOST);
        }
    }

    @Test
    void oneToolByTwoNamesIsTakenOnce() {
        Map<String, Double> found = Map.of("notes__read", 0.8, "fork__read", 0.7);
        ToolLikeness same = (_, _) -> 0.99;

        assertThat(ToolChoice.of(
                        ToolOdds.of(found, List.of(), EdgeModel.untaught(), found.keySet()),
                        Map.of(),
                        List.of(),
                        EdgeModel.untaught(),
                        same,
                        ToolChoiceTest::facts))
                .containsExactly("notes__read");
    }

    @Test
    void whatWasFoundForOnePartOfTheIntentAreAlternativesUnlessRunsSpeakForBoth() {
        Map<String, Double> found = Map.of("read_file", 0.7, "read_text", 0.6, "read_all", 0.5, "send", 0.6);
        Map<String, String> parts =
                Map.of("read_file", "read it", "read_text", "read it", "read_all", "read it", "send", "send it");

        assertThat(chosen(found, parts, List.of())).containsExactlyInAnyOrder("read_file", "send");
        assertThat(chosen(found, parts, List.of(new PastChoice(0.95, 0.9, Set.of("read_text", "read_all", "send")))))
                .contains("read_text", "read_all", "send");
    }

    @Test
    void whereNothingIsProbableTheBestIsTaken() {
        assertThat(ToolChoice.of(
                        ToolOdds.of(Map.of("a", 0.05), List.of(), EdgeModel.untaught(), Set.of("a")),
                        Map.of(),
                        List.of("a"),
                        EdgeModel.untaught(),
                        ToolLikeness.UNKNOWN,
                        ToolChoiceTest::facts))
                .containsExactly("a");
    }

    private static List<String> chosen(Map<String, Double> found, List<PastChoice> past) {
        return chosen(found, past, found.keySet());
    }

    private static List<String> chosen(Map<String, Double> found, Map<String, String> parts, List<PastChoice> past) {
        return ToolChoice.of(
                ToolOdds.of(found, past, EdgeModel.untaught(), found.keySet()),
                parts,
                List.of(),
                EdgeModel.untaught(),
                ToolLikeness.UNKNOWN,
                ToolChoiceTest::facts);
    }

    private static List<String> chosen(Map<String, Double> found, List<PastChoice> past, Set<String> known) {
        return ToolChoice.of(
                ToolOdds.of(found, past, EdgeModel.untaught(), known),
                Map.of(),
                List.of(),
                EdgeModel.untaught(),
                ToolLikeness.UNKNOWN,
                ToolChoiceTest::facts);
    }

    private static PairFacts facts(List<String> used) {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        used.forEach(name -> words.put(name, Set.of()));
        return new PairFacts(used.size(), new Mentions("", words, Map.of()), Map.of());
    }
}
