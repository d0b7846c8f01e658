// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.weights.Choice;
import java.util.List;
import java.util.Map;

/** Everything that is stored of one tenant. */
public record LearnedState(
        Map<ToolKey, ToolRecord> tools,
        Map<EdgeKey, Tally> edges,
        Map<String, IntentRecord> intents,
        List<Choice> choices) {
    public LearnedState {
        tools = Map.copyOf(tools);
        edges = Map.copyOf(edges);
        intents = Map.copyOf(intents);
        choices = List.copyOf(choices);
    }
}
