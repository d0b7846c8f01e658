// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.ToolKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestTest {

    @Test
    void theHighestScoresAboveNothingAreKeptInWhateverOrderTheyAreOffered() {
        Random random = new Random(5);
        for (int trial = 0; trial < 500; trial++) {
            int size = random.nextInt(30);
            // Few different scores, so that many are equal, and some not above 0.
            double[] scores =
                    random.ints(size, -2, 5).mapToDouble(score -> score / 2.0).toArray();
            List<String> names = new ArrayList<>(
                    IntStream.range(0, size).mapToObj(place -> "t" + place).toList());
            Collections.shuffle(names, random);
            IntFunction<ToolKey> keys = place -> new ToolKey("server", names.get(place));
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, size).boxed().toList());
            Collections.shuffle(order, random);
            int limit = 1 + random.nextInt(6);
            Best best = new Best(limit, keys);

            order.forEach(place -> best.offer(place, scores[place]));

            assertThat(best.places().keySet())
                    .containsExactlyElementsOf(IntStream.range(0, size)
                            .boxed()
                            .filter(place -> scores[place] > 0)
                            .sorted(Comparator.<Integer>comparingDouble(place -> -scores[place])
                                    .thenComparing(keys::apply))
                            .limit(limit)
                            .toList());
            best.places().forEach((place, score) -> assertThat(score).isEqualTo(scores[place]));
        }
    }
}
