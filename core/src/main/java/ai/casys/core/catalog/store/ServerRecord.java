// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * A server behind the gateway as it introduced itself.
 *
 * @param name the name in the settings
 * @param implementation what the server calls itself
 * @param instructions its advice to models, if it gives any
 */
public record ServerRecord(
        String name, ProtocolVersion protocolVersion, Implementation implementation, Optional<String> instructions) {
    public ServerRecord {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank");
        }
        Objects.requireNonNull(protocolVersion, "protocolVersion is null");
        Objects.requireNonNull(implementation, "implementation is null");
        Objects.requireNonNull(instructions, "instructions is null");
    }
}
