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
 * @param reasons what was found where; empty unless asked for
 * @param inputSchema the compact input schema; present if asked for
 * @param signals what the score of a hit by intent is made of; empty unless asked for
 * @param alsoAs names of near copies of the tool on other servers, which are not hits of their own
 */
public record SearchHit(
        String name,
        CatalogTool tool,
        double score,
        List<Reason> reasons,
        Optional<JsonNode> inputSchema,
        List<Signal> signals,
        List<String> alsoAs) {
    public SearchHit {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(tool, "tool is null");
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(inputSchema, "inputSchema is null");
        signals = List.copyOf(signals);
        alsoAs = List.copyOf(alsoAs);
    }

    SearchHit with(List<Signal> newSignals, List<String> newAlsoAs) {
        return new SearchHit(name, tool, score, reasons, inputSchema, newSignals, newAlsoAs);
    }
}
