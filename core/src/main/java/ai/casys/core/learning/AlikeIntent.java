// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import java.util.Set;

/**
 * A past intent that is like one that is asked for now.
 *
 * @param similarity above 0, at most 1: the same words
 * @param recurrence how probable it is, by what was seen of intents so alike, that a tool which served the one serves the other;
 *     from 0 to 1
 * @param tools those that served it more often than not, one or more
 */
public record AlikeIntent(double similarity, double recurrence, Set<ToolKey> tools) {
    public AlikeIntent {
        tools = Set.copyOf(tools);
        if (!(similarity > 0 && similarity <= 1) || tools.isEmpty()) {
            throw new IllegalArgumentException("similarity " + similarity + " with " + tools.size() + " tools");
        }
    }
}
