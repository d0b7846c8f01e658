// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What one signal says of each tool it knows about, and why. Immutable. */
public final class SignalScores {

    /** Says nothing. */
    public static final SignalScores NONE = new SignalScores(Map.of(), _ -> Optional.empty());

    private final Map<ToolKey, Double> values;
    private final Function<ToolKey, Optional<String>> reasons;

    /** @param reasons asked only for tools that have a value, and only when somebody wants to know */
    public SignalScores(Map<ToolKey, Double> values, Function<ToolKey, Optional<String>> reasons) {
        this.values = Map.copyOf(values);
        this.reasons = Objects.requireNonNull(reasons, "reasons is null");
    }

    /** The scores, at most 1, and below 0 down to -1 where somebody spoke against a tool; one without has 0. */
    public Map<ToolKey, Double> values() {
        return values;
    }

    /** One tool's score. */
    public double of(ToolKey tool) {
        return values.getOrDefault(tool, 0.0);
    }

    /** In a few words why the tool has its score. */
    public Optional<String> why(ToolKey tool) {
        return values.containsKey(tool) ? reasons.apply(tool) : Optional.empty();
    }
}
