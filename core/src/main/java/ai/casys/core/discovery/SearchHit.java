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
 */
public record SearchHit(
        String name, CatalogTool tool, double score, List<Reason> reasons, Optional<JsonNode> inputSchema) {
    public SearchHit {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(tool, "tool is null");
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(inputSchema, "inputSchema is null");
    }
}
