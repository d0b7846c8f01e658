// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One tool of an answer.
 *
 * @param name the name under which it is listed and can be called
 * @param score above 0; comparable within one answer only
 * @param confidence how probable it is that the tool is right, from 0 to 1; of a name or pattern 1 where it fits exactly,
 *     else how alike it is
 * @param part what of an intent the tool was found for: the clause that it fits best, or all of it; of a name or pattern
 *     all of that
 * @param reasons what was found where; empty unless asked for
 * @param inputSchema the compact input schema; present if asked for
 * @param signals what the score of a hit by intent is made of; empty unless asked for
 * @param alsoAs names of near copies of the tool on other servers, which are not hits of their own
 * @param learned what experience says of it
 */
public record SearchHit(
        String name,
        CatalogTool tool,
        double score,
        double confidence,
        String part,
        List<Reason> reasons,
        Optional<JsonNode> inputSchema,
        List<Signal> signals,
        List<String> alsoAs,
        Learned learned) {
    public SearchHit {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(tool, "tool is null");
        Objects.requireNonNull(part, "part is null");
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(inputSchema, "inputSchema is null");
        signals = List.copyOf(signals);
        alsoAs = List.copyOf(alsoAs);
        Objects.requireNonNull(learned, "learned is null");
    }

    /**
     * What experience says of a tool.
     *
     * @param evidence each signal of the ranking as it is, without weight, in their fixed order; empty unless found by
     *     intent
     * @param precedes names of tools that are usually called before it, the most probable first
     * @param follows names of tools that are usually called after it, the most probable first
     */
    public record Learned(List<Double> evidence, List<String> precedes, List<String> follows) {

        /** Nothing. */
        public static final Learned NOTHING = new Learned(List.of(), List.of(), List.of());

        public Learned {
            evidence = List.copyOf(evidence);
            precedes = List.copyOf(precedes);
            follows = List.copyOf(follows);
        }
    }

    SearchHit with(List<Signal> newSignals, List<String> newAlsoAs) {
        return new SearchHit(name, tool, score, confidence, part, reasons, inputSchema, newSignals, newAlsoAs, learned);
    }

    SearchHit with(Learned newLearned) {
        return new SearchHit(name, tool, score, confidence, part, reasons, inputSchema, signals, alsoAs, newLearned);
    }
}
