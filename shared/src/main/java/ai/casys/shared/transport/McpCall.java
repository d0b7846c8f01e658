// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.Duration;

/** A request under way. Safe for any number of threads. */
public interface McpCall {

    /** The id under which the server knows the request, and the token of its progress. */
    RequestId id();

    /**
     * Waits for the answer. When the time is over, or the thread is interrupted, the request is cancelled at the server
     * and a late answer is dropped.
     *
     * @throws JsonRpcException if the server answers with an error
     * @throws TransportException of the kind TIMEOUT, CANCELLED, CLOSED, TOO_LARGE and so on if no answer comes
     */
    RawJson await(Duration timeout);

    /** Takes the request back; whoever awaits it gets a {@link TransportException} of the kind CANCELLED at once. */
    void cancel(String reason);
}
