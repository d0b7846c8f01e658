// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import ai.casys.core.catalog.ToolKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a search has shown, and which of it was then called with success.
 *
 * @param shown in the order in which it was shown
 */
public record Choice(UUID id, Instant at, List<Shown> shown) {

    /**
     * One tool.
     *
     * @param signals what spoke for it, from 0 to 1, in the order of the {@link SignalPlan}
     * @param right whether it was called and succeeded
     */
    public record Shown(ToolKey tool, List<Double> signals, boolean right) {
        public Shown {
            Objects.requireNonNull(tool, "tool is null");
            signals = List.copyOf(signals);
        }
    }

    public Choice {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(at, "at is null");
        shown = List.copyOf(shown);
    }

    /** The same, and this tool was a right one. */
    public Choice chosen(ToolKey tool) {
        return new Choice(
                id,
                at,
                shown.stream()
                        .map(one -> one.tool().equals(tool) ? new Shown(tool, one.signals(), true) : one)
                        .toList());
    }
}
