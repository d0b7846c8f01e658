// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What a ranker does with labelled intents.
 *
 * @param scores of each intent, in the order given
 * @param millis how long each took
 */
public record Measurement(List<RankingScore> scores, List<Double> millis) {

    // As many as an answer can have; places of repeated members are given back.
    private static final int DEPTH = 50;

    public Measurement {
        scores = List.copyOf(scores);
        millis = List.copyOf(millis);
    }

    /** Ranks every intent; what is learned from is told to the ranker before. */
    public static Measurement of(IntentRanker ranker, List<LabelledIntent> intents) {
        List<RankingScore> scores = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        for (LabelledIntent intent : intents) {
            long start = System.nanoTime();
            List<String> ranking = ranker.rank(intent.query(), DEPTH);
            millis.add((System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1));
            scores.add(RankingScore.of(ranking, intent.groups()));
        }
        return new Measurement(scores, millis);
    }

    /** This and that, as of one run; for cross-validation. */
    public Measurement and(Measurement other) {
        List<RankingScore> allScores = new ArrayList<>(scores);
        allScores.addAll(other.scores);
        List<Double> allMillis = new ArrayList<>(millis);
        allMillis.addAll(other.millis);
        return new Measurement(allScores, allMillis);
    }

    /** The quality by measure, in the order in which it is shown. */
    public Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("R@1", estimate(RankingScore::recall1));
        estimates.put("R@5", estimate(RankingScore::recall5));
        estimates.put("R@10", estimate(RankingScore::recall10));
        estimates.put("NDCG@10", estimate(RankingScore::ndcg10));
        estimates.put("MRR", estimate(RankingScore::reciprocalRank));
        estimates.put("COMP@10", estimate(RankingScore::complete10));
        return estimates;
    }

    /** The time that this part of the intents stayed below, in milliseconds. */
    public double percentile(double part) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    private Estimate estimate(ToDoubleFunction<RankingScore> measure) {
        return Estimate.of(scores.stream().mapToDouble(measure).toArray());
    }
}
