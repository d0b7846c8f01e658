// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankingScoreTest {

    @Test
    void aPerfectRankingHasOnesEverywhere() {
        assertThat(RankingScore.of(List.of("a", "b", "x"), List.of(List.of("a"), List.of("b"))))
                .isEqualTo(new RankingScore(0.5, 1, 1, 1, 1, 1));
    }

    @Test
    void placesCount() {
        RankingScore score =
                RankingScore.of(List.of("x", "a", "y", "z", "u", "v", "b"), List.of(List.of("a"), List.of("b")));

        assertThat(score.recall1()).isZero();
        assertThat(score.recall5()).isEqualTo(0.5);
        assertThat(score.recall10()).isEqualTo(1);
        assertThat(score.reciprocalRank()).isEqualTo(0.5);
        assertThat(score.complete10()).isEqualTo(1);
        // (1/log2(3) + 1/log2(8)) / (1 + 1/log2(3))
        assertThat(score.ndcg10()).isCloseTo((0.63093 + 1 / 3.0) / 1.63093, within(1e-4));
    }

    @Test
    void aLabelIsMetByAnyMemberAndLaterMembersTakeNoPlace() {
        List<List<String>> labels = List.of(List.of("a", "fork-of-a"), List.of("b"));

        RankingScore score = RankingScore.of(List.of("fork-of-a", "a", "b"), labels);

        assertThat(score.ndcg10()).isCloseTo(1, within(1e-9));
        assertThat(score.recall10()).isEqualTo(1);
    }

    @Test
    void aRankingWithoutAnythingRightIsZero() {
        assertThat(RankingScore.of(List.of("x"), List.of(List.of("a")))).isEqualTo(new RankingScore(0, 0, 0, 0, 0, 0));
        assertThat(RankingScore.of(List.of(), List.of(List.of("a")))).isEqualTo(new RankingScore(0, 0, 0, 0, 0, 0));
    }

    @Test
    void anIntervalHoldsTheMeanAndIsAlwaysTheSame() {
        double[] values = new double[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? 1 : 0;
        }

        Estimate estimate = Estimate.of(values);

        assertThat(estimate.low()).isLessThan(estimate.mean());
        assertThat(estimate.high()).isGreaterThan(estimate.mean());
        assertThat(estimate.high() - estimate.low()).isCloseTo(4 * Math.sqrt(2.0 / 9 / 200), within(0.02));
        assertThat(Estimate.of(values)).isEqualTo(estimate);
    }
}
