// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.util.Objects;

/** Two tools in an order. */
public record ToolPair(ToolKey from, ToolKey to) {
    public ToolPair {
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
    }
}
