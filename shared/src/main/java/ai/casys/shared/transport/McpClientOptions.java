// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to open a connection.
 *
 * @param client who we are
 * @param capabilities what we can do, an object
 * @param handshakeTimeout from the first message until the server is known; the start of a process counts
 * @param knownEra the era of an earlier connection, which saves the probe; empty to find out
 * @param listener hears what the server says unasked
 */
public record McpClientOptions(
        Implementation client,
        RawJson capabilities,
        Duration handshakeTimeout,
        Optional<Era> knownEra,
        ServerMessages listener) {
    public McpClientOptions {
        Objects.requireNonNull(client, "client is null");
        Objects.requireNonNull(capabilities, "capabilities is null");
        Objects.requireNonNull(knownEra, "knownEra is null");
        Objects.requireNonNull(listener, "listener is null");
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException("handshakeTimeout must be positive, not " + handshakeTimeout);
        }
    }
}
