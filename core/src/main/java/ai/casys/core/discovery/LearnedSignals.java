// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.LearnedSnapshot;
import ai.casys.core.learning.Reliability;
import ai.casys.core.learning.graph.SignalScores;
import ai.casys.core.learning.weights.LearnedWeights;
import ai.casys.core.learning.weights.SignalPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What was learned, brought onto the visible tools of one search: the text's score times its weight, plus a share of each
 * further signal. The three tools that are best by text and past intents, and those that were used, are the seeds of what
 * goes together. On one thread.
 */
final class LearnedSignals {

    /** The signals in their order, with the weights of a tenant that has not shown better ones; docs/benchmarks.md. */
    static final SignalPlan PLAN = new SignalPlan(List.of(
            new SignalPlan.Signal("text", 1, true),
            new SignalPlan.Signal("past intents", 1.25, false),
            new SignalPlan.Signal("goes with", 0.4, false),
            new SignalPlan.Signal("rank", 0, false),
            new SignalPlan.Signal("reliability", 0.1, false)));

    private static final int TEXT = 0;
    private static final int INTENTS = 1;
    private static final int RELATED = 2;
    private static final int RANK = 3;
    private static final int RELIABILITY = 4;
    private static final int SEEDS = 3;

    private static final float UNKNOWN = (float) Reliability.UNKNOWN.score();

    private final double[] weights;
    private final float[][] raw;
    private final List<SignalScores> scores;

    private LearnedSignals(double[] weights, float[][] raw, List<SignalScores> scores) {
        this.weights = weights;
        this.raw = raw;
        this.scores = scores;
    }

    /**
     * @param place of a visible tool, -1 of any other
     * @param keys of the visible tools, by place
     * @param used tools that were used already
     * @param text each visible tool's score by text; changed by nobody from now on
     */
    static LearnedSignals of(
            LearnedSnapshot learned,
            String intent,
            Map<String, float[]> vectors,
            ToIntFunction<ToolKey> place,
            IntFunction<ToolKey> keys,
            Set<ToolKey> used,
            float[] text) {
        Predicate<ToolKey> visible = tool -> place.applyAsInt(tool) >= 0;
        double[] weights = weights(learned);
        float[][] raw = new float[PLAN.signals().size()][text.length];
        raw[TEXT] = text;
        SignalScores past = learned.pastIntents(intent, vectors, visible);
        spread(past, place, raw[INTENTS]);
        Map<ToolKey, Double> seeds = seeds(weights, raw, keys, used, visible);
        SignalScores related = learned.related(seeds);
        spread(related, place, raw[RELATED]);
        SignalScores rank = learned.rank(seeds, visible);
        spread(rank, place, raw[RANK]);
        Arrays.fill(raw[RELIABILITY], UNKNOWN);
        SignalScores reliability = learned.reliability();
        spread(reliability, place, raw[RELIABILITY]);
        return new LearnedSignals(weights, raw, List.of(SignalScores.NONE, past, related, rank, reliability));
    }

    private static double[] weights(LearnedSnapshot learned) {
        Map<String, Double> known = new HashMap<>();
        learned.weights().ifPresent(weights -> names(weights, known));
        return PLAN.signals().stream()
                .mapToDouble(signal -> known.getOrDefault(signal.name(), signal.weight()))
                .toArray();
    }

    private static void names(LearnedWeights weights, Map<String, Double> known) {
        for (int signal = 0; signal < weights.names().size(); signal++) {
            known.put(weights.names().get(signal), weights.values().get(signal));
        }
    }

    private static void spread(SignalScores scores, ToIntFunction<ToolKey> place, float[] over) {
        scores.values().forEach((tool, score) -> {
            int at = place.applyAsInt(tool);
            if (at >= 0) {
                over[at] = score.floatValue();
            }
        });
    }

    private static Map<ToolKey, Double> seeds(
            double[] weights, float[][] raw, IntFunction<ToolKey> keys, Set<ToolKey> used, Predicate<ToolKey> visible) {
        Map<ToolKey, Double> seeds = new LinkedHashMap<>();
        used.stream().filter(visible).sorted().forEach(tool -> seeds.put(tool, 1.0));
        int[] best = new int[SEEDS];
        double[] bestScores = new double[SEEDS];
        int count = 0;
        for (int at = 0; at < raw[TEXT].length; at++) {
            double score = weights[TEXT] * raw[TEXT][at] + weights[INTENTS] * raw[INTENTS][at];
            if (score <= 0 || (count == SEEDS && score < bestScores[SEEDS - 1])) {
                continue;
            }
            int rank = count;
            while (rank > 0 && isBefore(score, keys.apply(at), bestScores[rank - 1], keys.apply(best[rank - 1]))) {
                rank--;
            }
            if (rank < SEEDS) {
                count = Math.min(SEEDS, count + 1);
                for (int lower = count - 1; lower > rank; lower--) {
                    best[lower] = best[lower - 1];
                    bestScores[lower] = bestScores[lower - 1];
                }
                best[rank] = at;
                bestScores[rank] = score;
            }
        }
        for (int rank = 0; rank < count; rank++) {
            seeds.putIfAbsent(keys.apply(best[rank]), bestScores[rank] * bestScores[rank]);
        }
        return seeds;
    }

    private static boolean isBefore(double score, ToolKey tool, double other, ToolKey otherTool) {
        return score > other || (score == other && tool.compareTo(otherTool) < 0);
    }

    /** What the text's score is to be multiplied with. */
    double textWeight() {
        return weights[TEXT];
    }

    /** The tools' scores by place: above 0 only where text or experience speak for one. */
    float[] scores() {
        float[] all = new float[raw[TEXT].length];
        for (int place = 0; place < all.length; place++) {
            double score = weights[TEXT] * raw[TEXT][place]
                    + weights[INTENTS] * raw[INTENTS][place]
                    + weights[RELATED] * raw[RELATED][place]
                    + weights[RANK] * raw[RANK][place];
            if (score > 0) {
                double reliability = weights[RELIABILITY] * (raw[RELIABILITY][place] - UNKNOWN);
                all[place] = (float) Math.max(score + reliability, 1e-6);
            }
        }
        return all;
    }

    private double contribution(int signal, int place) {
        double value = raw[signal][place];
        return weights[signal] * (signal == RELIABILITY ? value - UNKNOWN : value);
    }

    /** What the signals besides text add, those that say something. */
    List<Signal> contributions(int place) {
        List<Signal> contributions = new ArrayList<>();
        for (int signal = INTENTS; signal <= RELIABILITY; signal++) {
            double contribution = contribution(signal, place);
            if (contribution != 0) {
                contributions.add(new Signal(PLAN.signals().get(signal).name(), contribution));
            }
        }
        return contributions;
    }

    /** Each signal as it is, without weight, in the order of {@link #PLAN}. */
    List<Double> evidence(int place) {
        List<Double> evidence = new ArrayList<>();
        for (float[] signal : raw) {
            evidence.add((double) signal[place]);
        }
        return evidence;
    }

    /** How much experience alone speaks for the tool, from -1 to 1. */
    double experience(int place) {
        return raw[INTENTS][place];
    }

    /** How much the tool belongs to the others that fit, from 0 to 1. */
    double company(int place) {
        return raw[RELATED][place];
    }

    /** What was learned of the tool, in words. */
    List<Reason> reasons(int place, ToolKey tool) {
        List<Reason> reasons = new ArrayList<>();
        reason(Reason.Part.PAST_INTENTS, INTENTS, place, tool).ifPresent(reasons::add);
        reason(Reason.Part.GOES_WITH, RELATED, place, tool).ifPresent(reasons::add);
        reason(Reason.Part.RELIABILITY, RELIABILITY, place, tool).ifPresent(reasons::add);
        return reasons;
    }

    private Optional<Reason> reason(Reason.Part part, int signal, int place, ToolKey tool) {
        return contribution(signal, place) == 0
                ? Optional.empty()
                : scores.get(signal).why(tool).map(why -> new Reason(part, List.of(why)));
    }
}
