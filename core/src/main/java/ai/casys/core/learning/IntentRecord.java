// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What came of an intent.
 *
 * @param digest of its words
 * @param tools how the tools that it found have done
 * @param vectors by model, of unit length; not changed by anybody
 * @param at when it was last of use
 */
public record IntentRecord(String digest, Map<ToolKey, Tally> tools, Map<String, float[]> vectors, Instant at) {
    public IntentRecord {
        Objects.requireNonNull(digest, "digest is null");
        tools = Map.copyOf(tools);
        vectors = Map.copyOf(vectors);
        Objects.requireNonNull(at, "at is null");
    }

    /** Both together; of two vectors of one model the other's counts. */
    IntentRecord plus(IntentRecord other, Decay decay) {
        Map<ToolKey, Tally> both = new HashMap<>(tools);
        other.tools.forEach((tool, tally) -> both.merge(tool, tally, (mine, theirs) -> mine.plus(theirs, decay)));
        Map<String, float[]> all = new HashMap<>(vectors);
        all.putAll(other.vectors);
        return new IntentRecord(digest, both, all, at.isAfter(other.at) ? at : other.at);
    }

    /** How much speaks for keeping it. */
    double strength(Instant now, Decay decay) {
        return tools.values().stream()
                .map(tally -> tally.at(now, decay))
                .mapToDouble(tally -> Math.max(tally.successes(), share(tally) < 0 ? tally.failures() : 0))
                .sum();
    }

    /**
     * How sure it is that a tool serves the intent: from 0 to 1 once it did, below 0 and above -1 if it never did and
     * somebody said that it does not. A call that fails is counted only where one had succeeded.
     */
    static double share(Tally tally) {
        double successes = tally.successes();
        double failures = tally.failures();
        return successes > 0 ? successes / (successes + failures) : -failures / (failures + 1);
    }
}
