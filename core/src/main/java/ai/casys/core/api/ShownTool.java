// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.List;
import java.util.Objects;

/**
 * A tool that a search has shown.
 *
 * @param signals what spoke for it, each from 0 to 1, in the order in which the signals' weights stand; empty if the
 *     weights shall not learn from this search
 */
public record ShownTool(ToolAddress tool, List<Double> signals) {
    public ShownTool {
        Objects.requireNonNull(tool, "tool is null");
        signals = List.copyOf(signals);
    }
}
