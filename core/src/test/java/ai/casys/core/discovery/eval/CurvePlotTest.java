// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurvePlotTest {

    @Test
    void theCurveHasAPointForEachNumberOfCalls() {
        String svg = CurvePlot.of("a < b & c", List.of(point(0, 0.5), point(10, 1)));

        assertThat(svg)
                .startsWith("<svg")
                .endsWith("</svg>\n")
                .contains("a &lt; b &amp; c", ">0</text>", ">10</text>", "NDCG@10", "COMP@10")
                .doesNotContain("NaN");
    }

    @Test
    void claimsThatAreTrueAsOftenAsTheySayHaveNoCalibrationError() {
        Measurement even = new Measurement(List.of(asked(1, claims(0.75, 3, 4)), asked(1, claims(0.25, 1, 4))));
        Measurement boasting = new Measurement(List.of(asked(1, claims(0.75, 1, 4))));

        assertThat(error(even)).isZero();
        assertThat(error(boasting)).isEqualTo(0.5);
    }

    private static double error(Measurement measurement) {
        Estimate estimate = measurement.estimates().get("calibration error");
        return estimate == null ? -1 : estimate.mean();
    }

    private static List<Measurement.Claim> claims(double confidence, int right, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Measurement.Claim(confidence, number < right))
                .toList();
    }

    private static EvalReport.Point point(int calls, double quality) {
        return new EvalReport.Point(calls, new Measurement(List.of(asked(quality, List.of()))));
    }

    private static Measurement.Asked asked(double quality, List<Measurement.Claim> claims) {
        return new Measurement.Asked(
                new RankingScore(quality, quality, quality, quality, quality, quality),
                claims,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
