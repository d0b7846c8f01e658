// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import java.util.Objects;

/** An edge with what was counted on it. */
public record ToolEdge(EdgeKey key, Tally tally) {
    public ToolEdge {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(tally, "tally is null");
    }
}
