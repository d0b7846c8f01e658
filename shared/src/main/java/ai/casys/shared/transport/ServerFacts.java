// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Objects;
import java.util.Optional;

/** What a server said of itself when the connection was opened. */
public record ServerFacts(
        ProtocolVersion protocolVersion,
        Implementation implementation,
        RawJson capabilities,
        Optional<String> instructions) {
    public ServerFacts {
        Objects.requireNonNull(protocolVersion, "protocolVersion is null");
        Objects.requireNonNull(implementation, "implementation is null");
        Objects.requireNonNull(capabilities, "capabilities is null");
        Objects.requireNonNull(instructions, "instructions is null");
    }
}
