// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What one way of ranking did with labelled intents.
 *
 * @param asked what came of each intent, in the order asked
 */
public record Measurement(List<Asked> asked) {

    private static final int BINS = 10;

    public Measurement {
        asked = List.copyOf(asked);
    }

    /**
     * What came of one intent.
     *
     * @param claims of the first ten hits; empty where no confidence is given
     * @param givenEdges F1 of the order between the right tools; empty if the intent has no labelled order
     * @param predictedEdges F1 of the order between the tools that a plan would take; empty if there is no plan
     */
    public record Asked(
            RankingScore score, List<Claim> claims, OptionalDouble givenEdges, OptionalDouble predictedEdges) {
        public Asked {
            Objects.requireNonNull(score, "score is null");
            claims = List.copyOf(claims);
            Objects.requireNonNull(givenEdges, "givenEdges is null");
            Objects.requireNonNull(predictedEdges, "predictedEdges is null");
        }
    }

    /**
     * How probable it was said to be that a hit is right, from 0 to 1, and whether it was.
     */
    public record Claim(double confidence, boolean right) {}

    /** Each measure that there is something to measure for, in the order in which it is shown. */
    public Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("R@1", estimate(RankingScore::recall1));
        estimates.put("R@5", estimate(RankingScore::recall5));
        estimates.put("R@10", estimate(RankingScore::recall10));
        estimates.put("NDCG@10", estimate(RankingScore::ndcg10));
        estimates.put("MRR", estimate(RankingScore::reciprocalRank));
        estimates.put("COMP@10", estimate(RankingScore::complete10));
        edges(
                estimates,
                "edge F1, given tools",
                asked.stream().map(Asked::givenEdges).toList());
        edges(
                estimates,
                "edge F1, own tools",
                asked.stream().map(Asked::predictedEdges).toList());
        if (asked.stream().anyMatch(one -> !one.claims().isEmpty())) {
            estimates.put("calibration error", Estimate.of(asked.size(), this::calibrationError));
        }
        return estimates;
    }

    /** Mean NDCG@10. */
    public double ndcg10() {
        return asked.stream().mapToDouble(one -> one.score().ndcg10()).average().orElse(0);
    }

    /** Mean part of intents all of whose labels are among the first ten. */
    public double complete10() {
        return asked.stream()
                .mapToDouble(one -> one.score().complete10())
                .average()
                .orElse(0);
    }

    private static void edges(Map<String, Estimate> estimates, String name, List<OptionalDouble> values) {
        double[] known = values.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        if (known.length > 0) {
            estimates.put(name, Estimate.of(known));
        }
    }

    private Estimate estimate(ToDoubleFunction<RankingScore> measure) {
        return Estimate.of(asked.stream()
                .mapToDouble(one -> measure.applyAsDouble(one.score()))
                .toArray());
    }

    /** Expected calibration error: ten bins of equal width, how far said and true part of right hits are apart. */
    private double calibrationError(int[] sample) {
        List<Claim> claims = new ArrayList<>();
        for (int place : sample) {
            claims.addAll(asked.get(place).claims());
        }
        double[] said = new double[BINS];
        double[] right = new double[BINS];
        for (Claim claim : claims) {
            int bin = Math.min(BINS - 1, (int) (claim.confidence() * BINS));
            said[bin] += claim.confidence();
            right[bin] += claim.right() ? 1 : 0;
        }
        double apart = 0;
        for (int bin = 0; bin < BINS; bin++) {
            apart += Math.abs(said[bin] - right[bin]);
        }
        return claims.isEmpty() ? 0 : apart / claims.size();
    }
}
