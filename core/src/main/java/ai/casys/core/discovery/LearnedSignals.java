// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.LearnedSnapshot;
import ai.casys.core.learning.Reliability;
import ai.casys.core.learning.graph.SignalScores;
import ai.casys.core.learning.weights.LearnedWeights;
import ai.casys.core.learning.weights.SignalPlan;
import java.util.ArrayList;
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
    private static final float[] NOTHING = nothing();
    private static final double LEAST = 1e-6;

    private final double[] weights;
    private final float[] text;

    // By place, of the few tools of which anything was learned: each signal but the text's, in the order of the plan.
    private final Map<Integer, float[]> known;
    private final List<SignalScores> scores;

    private LearnedSignals(double[] weights, float[] text, Map<Integer, float[]> known, List<SignalScores> scores) {
        this.weights = weights;
        this.text = text;
        this.known = known;
        this.scores = scores;
    }

    private static float[] nothing() {
        float[] nothing = new float[PLAN.signals().size()];
        nothing[RELIABILITY] = UNKNOWN;
        return nothing;
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
        Map<Integer, float[]> known = new HashMap<>();
        SignalScores past = learned.pastIntents(intent, vectors, visible);
        add(past, INTENTS, place, known);
        Map<ToolKey, Double> seeds = seeds(weights, text, known, keys, used, visible);
        SignalScores related = learned.related(seeds);
        add(related, RELATED, place, known);
        SignalScores rank = learned.rank(seeds, visible);
        add(rank, RANK, place, known);
        SignalScores reliability = learned.reliability();
        add(reliability, RELIABILITY, place, known);
        return new LearnedSignals(weights, text, known, List.of(SignalScores.NONE, past, related, rank, reliability));
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

    private static void add(
            SignalScores scores, int signal, ToIntFunction<ToolKey> place, Map<Integer, float[]> known) {
        scores.values().forEach((tool, score) -> {
            int at = place.applyAsInt(tool);
            if (at >= 0) {
                known.computeIfAbsent(at, _ -> NOTHING.clone())[signal] = score.floatValue();
            }
        });
    }

    private static Map<ToolKey, Double> seeds(
            double[] weights,
            float[] text,
            Map<Integer, float[]> known,
            IntFunction<ToolKey> keys,
            Set<ToolKey> used,
            Predicate<ToolKey> visible) {
        Map<ToolKey, Double> seeds = new LinkedHashMap<>();
        used.stream().filter(visible).sorted().forEach(tool -> seeds.put(tool, 1.0));
        Best best = new Best(SEEDS, keys);
        known.forEach((at, its) -> best.offer(at, weights[TEXT] * text[at] + weights[INTENTS] * its[INTENTS]));
        for (int at = 0; at < text.length; at++) {
            double score = weights[TEXT] * text[at];
            if (best.mayTake(score) && !known.containsKey(at)) {
                best.offer(at, score);
            }
        }
        best.places().forEach((at, score) -> seeds.putIfAbsent(keys.apply(at), score * score));
        return seeds;
    }

    /** What the text's score is to be multiplied with. */
    double textWeight() {
        return weights[TEXT];
    }

    /** The tools' scores by place: above 0 only where text or experience speak for one. */
    float[] scores() {
        float[] all = new float[text.length];
        for (int place = 0; place < all.length; place++) {
            all[place] = (float) score(weights[TEXT] * text[place], UNKNOWN);
        }
        known.forEach((place, its) -> {
            double score = weights[TEXT] * text[place]
                    + weights[INTENTS] * its[INTENTS]
                    + weights[RELATED] * its[RELATED]
                    + weights[RANK] * its[RANK];
            all[place] = (float) score(score, its[RELIABILITY]);
        });
        return all;
    }

    /** With what the reliability adds, which neither makes a tool fit nor keeps it from fitting. */
    private double score(double fits, float reliability) {
        return fits > 0 ? Math.max(fits + weights[RELIABILITY] * (reliability - UNKNOWN), LEAST) : 0;
    }

    private float[] learned(int place) {
        return known.getOrDefault(place, NOTHING);
    }

    private double contribution(int signal, int place) {
        double value = learned(place)[signal];
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
        for (float signal : learned(place)) {
            evidence.add((double) signal);
        }
        evidence.set(TEXT, (double) text[place]);
        return evidence;
    }

    /** How much experience alone speaks for the tool, from -1 to 1. */
    double experience(int place) {
        return learned(place)[INTENTS];
    }

    /** How much the tool belongs to the others that fit, from 0 to 1. */
    double company(int place) {
        return learned(place)[RELATED];
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
