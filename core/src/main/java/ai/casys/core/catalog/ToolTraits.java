// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What a tool's annotations say about its effects, with the defaults of the MCP schema ({@code ToolAnnotations}) filled
 * in: a tool that says nothing may destroy and reaches the outside world. The hints are the server's own claims, so
 * they may lower what is asked of a person only where the operator trusts the server.
 *
 * @param readOnly changes nothing; then it is neither destructive nor anything but idempotent
 * @param destructive may undo or overwrite what exists
 * @param idempotent a second call with the same arguments changes nothing more
 * @param openWorld talks to an open set of outside parties
 */
public record ToolTraits(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    /** The traits of a tool without annotations. */
    public static final ToolTraits UNKNOWN = new ToolTraits(false, true, false, true);

    public ToolTraits {
        if (readOnly && (destructive || !idempotent)) {
            throw new IllegalArgumentException(
                    "a read-only tool is idempotent and not destructive, but got destructive=" + destructive
                            + ", idempotent=" + idempotent);
        }
    }

    /** Reads the traits of a tool; a hint that is not a boolean counts as absent. */
    public static ToolTraits of(CatalogTool tool) {
        Objects.requireNonNull(tool, "tool is null");
        return tool.tool().annotations().map(ToolTraits::of).orElse(UNKNOWN);
    }

    private static ToolTraits of(JsonNode annotations) {
        boolean openWorld = hint(annotations, "openWorldHint", UNKNOWN.openWorld);
        if (hint(annotations, "readOnlyHint", UNKNOWN.readOnly)) {
            return new ToolTraits(true, false, true, openWorld);
        }
        return new ToolTraits(
                false,
                hint(annotations, "destructiveHint", UNKNOWN.destructive),
                hint(annotations, "idempotentHint", UNKNOWN.idempotent),
                openWorld);
    }

    private static boolean hint(JsonNode annotations, String name, boolean otherwise) {
        JsonNode value = annotations.path(name);
        return value.isBoolean() ? value.booleanValue() : otherwise;
    }
}
