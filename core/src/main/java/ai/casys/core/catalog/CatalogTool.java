// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import ai.casys.shared.mcp.Tool;
import java.util.Objects;

/**
 * One tool as the catalogue knows it.
 *
 * @param hash SHA-256 (64 hex digits) of the definition in canonical form (keys sorted at every depth)
 */
public record CatalogTool(ToolKey key, Tool tool, String hash) {
    public CatalogTool {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(tool, "tool is null");
        Objects.requireNonNull(hash, "hash is null");
    }

    /** The tool as this server defines it now. */
    public static CatalogTool of(String server, Tool tool) {
        return new CatalogTool(new ToolKey(server, tool.name()), tool, DefinitionHash.of(tool));
    }
}
