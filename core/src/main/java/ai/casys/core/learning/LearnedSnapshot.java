// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.graph.SignalScores;
import ai.casys.core.learning.graph.ToolGraph;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.weights.LearnedWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one tenant has learned, as it was at one instant: the signals that ranking adds to the text. Immutable; safe for
 * any number of threads. Tools may be named that do not exist any more or that the caller may not see: whoever ranks
 * looks up only those that are visible.
 */
public final class LearnedSnapshot {

    /** Nothing was learned. */
    public static final LearnedSnapshot EMPTY = new LearnedSnapshot(
            ToolGraph.EMPTY, PastIntents.NONE, AlikeIntents.NONE, Map.of(), Optional.empty(), PastRuns.NONE, List.of());

    private final ToolGraph graph;
    private final PastIntents intents;
    private final AlikeIntents alike;
    private final Map<ToolKey, Reliability> reliabilities;
    private final Optional<LearnedWeights> weights;
    private final PastRuns runs;
    private final List<Capability> capabilities;

    LearnedSnapshot(
            ToolGraph graph,
            PastIntents intents,
            AlikeIntents alike,
            Map<ToolKey, Reliability> reliabilities,
            Optional<LearnedWeights> weights,
            PastRuns runs,
            List<Capability> capabilities) {
        this.graph = Objects.requireNonNull(graph, "graph is null");
        this.intents = Objects.requireNonNull(intents, "intents is null");
        this.alike = Objects.requireNonNull(alike, "alike is null");
        this.reliabilities = Map.copyOf(reliabilities);
        this.weights = Objects.requireNonNull(weights, "weights is null");
        this.runs = Objects.requireNonNull(runs, "runs is null");
        this.capabilities = List.copyOf(capabilities);
    }

    /** The newest runs. */
    public PastRuns runs() {
        return runs;
    }

    /** The capabilities of whatever state. */
    public List<Capability> capabilities() {
        return capabilities;
    }

    /** Which tools go together. */
    public ToolGraph graph() {
        return graph;
    }

    /** Whether there is nothing that a ranking could use. */
    public boolean isEmpty() {
        return intents.size() == 0 && reliabilities.isEmpty() && graph.tools().isEmpty();
    }

    /** How many past intents can vote. */
    public int intents() {
        return intents.size();
    }

    /**
     * The vote of the nearest past intents. Add it to a score as it is, it must not be stretched to a scale: where no
     * intent is near, it is and has to stay small.
     *
     * @param intent its words
     * @param vectors its vectors by model, of unit length
     * @param visible the vote is as if there had never been other tools
     */
    public SignalScores pastIntents(String intent, Map<String, float[]> vectors, Predicate<ToolKey> visible) {
        return intents.scores(IntentDigest.of(intent), vectors, visible);
    }

    /**
     * The past intents that are most like one, the most similar first.
     *
     * @param intent its words
     * @param vectors its vectors by model, of unit length; without them only the same words are alike
     * @param visible what comes back is as if there had never been other tools
     * @param limit at most so many
     */
    public List<AlikeIntent> alike(String intent, Map<String, float[]> vectors, Predicate<ToolKey> visible, int limit) {
        return alike.nearest(IntentDigest.of(intent), vectors, visible, limit, intents.recurrence(visible));
    }

    /** P(tool | seeds); see {@link ToolGraph#related}. */
    public SignalScores related(Map<ToolKey, Double> seeds) {
        return graph.related(seeds);
    }

    /** Personalised PageRank; see {@link ToolGraph#rank}. */
    public SignalScores rank(Map<ToolKey, Double> seeds, Predicate<ToolKey> visible) {
        return graph.rank(seeds, visible);
    }

    /** How far a tool can be relied on; {@link Reliability#UNKNOWN} if it was never called. */
    public Reliability reliability(ToolKey tool) {
        return reliabilities.getOrDefault(tool, Reliability.UNKNOWN);
    }

    /** The reliability of each tool that was ever called; the others have the score of {@link Reliability#UNKNOWN}. */
    public SignalScores reliability() {
        Map<ToolKey, Double> scores = HashMap.newHashMap(reliabilities.size());
        reliabilities.forEach((tool, reliability) -> scores.put(tool, reliability.score()));
        return new SignalScores(scores, tool -> Optional.of(reliability(tool).why()));
    }

    /** The weights of the signals that this tenant's choices speak for; empty while there are too few of them. */
    public Optional<LearnedWeights> weights() {
        return weights;
    }
}
