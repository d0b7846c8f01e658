// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a server behind HTTP whether it is still there. A child process needs no asking, its end is seen; and a busy one
 * that serves one request at a time must not be taken for dead.
 */
final class HealthCheck {

    private final McpClient client;
    private final Duration timeout;

    HealthCheck(McpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Returns when the server answered anything at all.
     *
     * @throws TransportException if it did not
     */
    void check() {
        String question = client.server().protocolVersion().era() == Era.LEGACY ? McpMethods.PING : McpMethods.DISCOVER;
        try {
            client.send(question, Optional.empty(), CallListener.NONE).await(timeout);
        } catch (JsonRpcException e) {
            // A refusal is an answer.
            return;
        }
    }
}
