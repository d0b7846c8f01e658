// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgeModelTest {

    private static final Edge GET_SEND = new Edge("get", "send");

    @Test
    void bothOutcomesCount() {
        double often = learnt(runs(9, 1)).probability(GET_SEND, facts("get", "send"));
        double rarely = learnt(runs(1, 9)).probability(GET_SEND, facts("get", "send"));
        double untaught = EdgeModel.untaught().probability(GET_SEND, facts("get", "send"));

        assertThat(rarely).isLessThan(untaught);
        assertThat(often).isGreaterThan(untaught).isGreaterThan(0.7);
        assertThat(rarely).isLessThan(0.3);
    }

    @Test
    void whatHoldsForAToolHoldsForOneThatIsLikeIt() {
        List<ObservedRun> runs = runs(9, 1);
        ToolLikeness alike = (one, other) -> Set.of(one, other).equals(Set.of("send", "mail")) ? 0.95 : 0.05;
        PairFacts facts = facts("get", "mail");

        double likely = EdgeModel.learnt(runs, alike, (_, used) -> facts(used.toArray(String[]::new)))
                .probability(new Edge("get", "mail"), facts);
        double reverse = EdgeModel.learnt(runs, alike, (_, used) -> facts(used.toArray(String[]::new)))
                .probability(new Edge("mail", "get"), facts);

        assertThat(likely).isGreaterThan(reverse + 0.2);
    }

    @Test
    void probabilitiesStayBetweenNoAndYesWhateverWasSeen() {
        Random random = new Random(4);
        List<String> names = List.of("a", "b", "c", "d", "e");
        for (int round = 0; round < 50; round++) {
            List<ObservedRun> runs = new ArrayList<>();
            for (int i = 0; i < random.nextInt(40); i++) {
                List<String> used = names.subList(0, 2 + random.nextInt(4));
                Edge edge = new Edge(used.getFirst(), used.getLast());
                runs.add(new ObservedRun(
                        "", used, random.nextBoolean() ? Set.of(edge) : Set.of(), 1 - random.nextDouble()));
            }
            EdgeModel model = learnt(runs);
            for (String from : names) {
                for (String to : names) {
                    if (!from.equals(to)) {
                        assertThat(model.probability(new Edge(from, to), facts("a", "b", "c", "d", "e")))
                                .isGreaterThan(0)
                                .isLessThan(1);
                    }
                }
            }
        }
    }

    private static EdgeModel learnt(List<ObservedRun> runs) {
        return EdgeModel.learnt(runs, ToolLikeness.UNKNOWN, (_, used) -> facts(used.toArray(String[]::new)));
    }

    private static List<ObservedRun> runs(int with, int without) {
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < with + without; i++) {
            runs.add(new ObservedRun("", List.of("get", "send"), i < with ? Set.of(GET_SEND) : Set.of(), 1));
        }
        return runs;
    }

    private static PairFacts facts(String... used) {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        for (String name : used) {
            words.put(name, Set.of());
        }
        return new PairFacts(used.length, new Mentions("", words, Map.of()), Map.of());
    }
}
