// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.util.Objects;

/**
 * A tool that goes with another.
 *
 * @param probability how often it does when the other is used, 0 to 1
 */
public record Neighbour(ToolKey tool, double probability) {
    public Neighbour {
        Objects.requireNonNull(tool, "tool is null");
    }
}
