// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Objects;
import java.util.Optional;

/**
 * The parameters of {@code tools/list}.
 *
 * @param cursor where the page begins; absent for the first one
 */
public record ListToolsParams(Optional<String> cursor) {

    public ListToolsParams {
        Objects.requireNonNull(cursor, "cursor is null");
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if the cursor is not a string
     */
    public static ListToolsParams parse(RawJson params) {
        var node = params.tree().path("cursor");
        if (!node.isMissingNode() && !node.isNull() && !node.isString()) {
            throw new IllegalArgumentException("\"cursor\" must be a string");
        }
        return new ListToolsParams(Members.text(params.tree(), "cursor"));
    }

    /** Writes them. */
    public RawJson toRawJson() {
        return cursor.map(text -> RawObject.EMPTY.with("cursor", text).toRawJson())
                .orElse(RawJson.EMPTY_OBJECT);
    }
}
