// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The result of {@code initialize}, revisions up to 2025-11-25.
 *
 * @param protocolVersion the revision the server chose, as text because it may be one we do not know
 * @param capabilities what the server can do, an object
 * @param serverInfo who the server is
 * @param instructions how to use the server, for a model to read
 * @param raw the result as it came
 */
public record InitializeResult(
        String protocolVersion,
        RawJson capabilities,
        Implementation serverInfo,
        Optional<String> instructions,
        RawJson raw) {

    public InitializeResult {
        Objects.requireNonNull(protocolVersion, "protocolVersion is null");
        Objects.requireNonNull(capabilities, "capabilities is null");
        Objects.requireNonNull(serverInfo, "serverInfo is null");
        Objects.requireNonNull(instructions, "instructions is null");
        Objects.requireNonNull(raw, "raw is null");
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if the protocol version is missing
     */
    public static InitializeResult parse(RawJson result) {
        JsonNode tree = result.tree();
        JsonNode version = tree.path("protocolVersion");
        if (!version.isString()) {
            throw new IllegalArgumentException("the result of \"initialize\" needs a string \"protocolVersion\"");
        }
        return new InitializeResult(
                version.asString(),
                Members.object(tree, "capabilities"),
                Members.implementation(tree.path("serverInfo")),
                Members.text(tree, "instructions"),
                result);
    }
}
