// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads members of a peer's objects; what has the wrong type counts as absent. */
final class Members {

    private Members() {}

    static Optional<String> text(JsonNode tree, String name) {
        JsonNode node = tree.path(name);
        return node.isString() ? Optional.of(node.asString()) : Optional.empty();
    }

    static RawJson object(JsonNode tree, String name) {
        JsonNode node = tree.path(name);
        return node.isObject() ? RawJson.of(node) : RawJson.EMPTY_OBJECT;
    }

    /** Peers forget their name or version; that must not cost the connection. */
    static Implementation implementation(JsonNode node) {
        return new Implementation(
                text(node, "name").orElse("unknown"), text(node, "version").orElse("unknown"));
    }
}
