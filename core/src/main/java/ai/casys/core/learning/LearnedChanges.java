// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.CapabilityChange;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.weights.Choice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What has come on top of the stored rows of one tenant since the last time: increments, to be added to what is there.
 *
 * @param choices to be put in place of earlier ones with the same id
 * @param forgottenTools whose rows are to go, before anything is added; the same for the other kinds
 */
public record LearnedChanges(
        Map<ToolKey, ToolRecord> tools,
        Map<EdgeKey, Tally> edges,
        Map<String, IntentRecord> intents,
        List<Choice> choices,
        Set<ToolKey> forgottenTools,
        Set<EdgeKey> forgottenEdges,
        Set<String> forgottenIntents,
        Set<UUID> forgottenChoices,
        Runs runs) {

    /**
     * What has come of runs.
     *
     * @param runs to be added
     * @param capabilities what changed in them
     * @param forgottenCapabilities by their structures
     */
    public record Runs(
            List<PastRun> runs,
            Set<UUID> forgottenRuns,
            List<CapabilityChange> capabilities,
            Set<String> forgottenCapabilities) {
        public Runs {
            runs = List.copyOf(runs);
            forgottenRuns = Set.copyOf(forgottenRuns);
            capabilities = List.copyOf(capabilities);
            forgottenCapabilities = Set.copyOf(forgottenCapabilities);
        }
    }

    public LearnedChanges {
        tools = Map.copyOf(tools);
        edges = Map.copyOf(edges);
        intents = Map.copyOf(intents);
        choices = List.copyOf(choices);
        forgottenTools = Set.copyOf(forgottenTools);
        forgottenEdges = Set.copyOf(forgottenEdges);
        forgottenIntents = Set.copyOf(forgottenIntents);
        forgottenChoices = Set.copyOf(forgottenChoices);
        Objects.requireNonNull(runs, "runs is null");
    }

    /** What somebody said of an intent, and nothing else. */
    static LearnedChanges said(IntentRecord intent) {
        return new LearnedChanges(
                Map.of(),
                Map.of(),
                Map.of(intent.digest(), intent),
                List.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                new Runs(List.of(), Set.of(), List.of(), Set.of()));
    }

    /** What persons decided about capabilities, and nothing else. */
    static LearnedChanges decided(List<CapabilityChange> decisions) {
        return new LearnedChanges(
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                new Runs(List.of(), Set.of(), decisions, Set.of()));
    }
}
