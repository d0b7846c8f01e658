// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The facts behind the MCP tool annotations.
 *
 * @param readOnly changes nothing anywhere
 * @param destructive may overwrite or remove something; false for a read-only tool
 * @param idempotent the same call twice leaves the same state as once
 * @param openWorld reaches things outside of this machine
 */
public record Behaviour(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    /** Computes or reads; nothing changes and nothing outside is asked. */
    public static final Behaviour READS = new Behaviour(true, false, true, false);

    public Behaviour {
        if (readOnly && destructive) {
            throw new IllegalArgumentException("a read-only tool cannot be destructive");
        }
    }

    ObjectNode annotations(String title) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("readOnlyHint", readOnly)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", openWorld);
    }
}
