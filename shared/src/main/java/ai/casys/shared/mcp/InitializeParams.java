// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of {@code initialize}, revisions up to 2025-11-25.
 *
 * @param protocolVersion the revision the client wants, as text because it may be one we do not know
 * @param capabilities what the client can do, an object
 * @param clientInfo who the client is
 */
public record InitializeParams(String protocolVersion, RawJson capabilities, Implementation clientInfo) {

    public InitializeParams {
        Objects.requireNonNull(protocolVersion, "protocolVersion is null");
        Objects.requireNonNull(capabilities, "capabilities is null");
        Objects.requireNonNull(clientInfo, "clientInfo is null");
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if the protocol version is missing
     */
    public static InitializeParams parse(RawJson params) {
        JsonNode tree = params.tree();
        JsonNode version = tree.path("protocolVersion");
        if (!version.isString()) {
            throw new IllegalArgumentException("\"initialize\" needs a string \"protocolVersion\"");
        }
        return new InitializeParams(
                version.asString(),
                Members.object(tree, "capabilities"),
                Members.implementation(tree.path("clientInfo")));
    }

    /** Writes them. */
    public RawJson toRawJson() {
        return RawObject.EMPTY
                .with("protocolVersion", protocolVersion)
                .with("capabilities", capabilities)
                .with("clientInfo", clientInfo.toRawJson())
                .toRawJson();
    }
}
