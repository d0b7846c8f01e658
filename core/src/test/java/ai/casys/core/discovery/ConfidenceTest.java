// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.CatalogTool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfidenceTest {

    @Test
    void theBestToolForAFurtherPartOfAnIntentIsMoreProbableThanAnotherForTheFirst() {
        for (double similarity : new double[] {0.2, 0.4, 0.6, 0.8}) {
            RankedTool tool = tool(similarity, 0);

            assertThat(confidence(tool, 2, true)).isGreaterThan(confidence(tool, 2, false));
        }
        RankedTool byWords = tool(-1, 0.5);
        assertThat(confidence(byWords, 2, true)).isGreaterThan(confidence(byWords, 2, false));
    }

    @Test
    void theBestToolOfAllGainsNothingByBeingTheBestForItsPart() {
        RankedTool tool = tool(0.6, 0);

        assertThat(confidence(tool, 0, true)).isEqualTo(confidence(tool, 0, false));
    }

    private static double confidence(RankedTool tool, int rank, boolean leads) {
        return Confidence.of(Confidence.facts(tool, rank, 1, 0.5, leads));
    }

    private static RankedTool tool(double similarity, double coverage) {
        return new RankedTool(
                CatalogTool.of("server", SmallCatalog.tool("tool", "does something")),
                0.7,
                Set.of(),
                coverage,
                similarity,
                List.of(),
                "a part",
                Optional.empty(),
                Experience.none(0.7, LearnedSignals.PLAN),
                0,
                List.of(),
                List.of());
    }
}
