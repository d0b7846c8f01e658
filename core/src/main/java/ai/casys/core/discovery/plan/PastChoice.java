// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.Set;

/**
 * What served a past intent that is like the one asked for.
 *
 * @param similarity above 0, at most 1: the same words
 * @param recurrence how probable it is that a tool serves both of two intents so alike, from 0 to 1
 * @param tools by listed name, one or more
 */
public record PastChoice(double similarity, double recurrence, Set<String> tools) {
    public PastChoice {
        tools = Set.copyOf(tools);
        if (!(similarity > 0 && similarity <= 1) || tools.isEmpty()) {
            throw new IllegalArgumentException("similarity " + similarity + " with " + tools.size() + " tools");
        }
    }
}
