// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.weights.Choice;
import java.util.List;
import java.util.Map;

/** Everything that is stored of one tenant. */
public record LearnedState(
        Map<ToolKey, ToolRecord> tools,
        Map<EdgeKey, Tally> edges,
        Map<String, IntentRecord> intents,
        List<Choice> choices,
        List<PastRun> runs,
        List<Capability> capabilities) {
    public LearnedState {
        tools = Map.copyOf(tools);
        edges = Map.copyOf(edges);
        intents = Map.copyOf(intents);
        choices = List.copyOf(choices);
        runs = List.copyOf(runs);
        capabilities = List.copyOf(capabilities);
    }

    /** Nothing at all. */
    public static final LearnedState EMPTY =
            new LearnedState(Map.of(), Map.of(), Map.of(), List.of(), List.of(), List.of());
}
