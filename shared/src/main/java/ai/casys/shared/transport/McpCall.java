// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

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

    /**
     * Does what a request sent by {@link McpClient#post} has left to its waiting thread, if anything; whoever only peeks
     * calls it first.
     *
     * @param left asked whenever the time seems over; at zero the request is cancelled as by {@link #await}
     */
    void carry(Supplier<Duration> left);

    /**
     * Waits for the answer without giving the request up.
     *
     * @return empty when the time is over
     * @throws JsonRpcException if the server answers with an error
     * @throws TransportException if no answer comes
     */
    Optional<RawJson> peek(Duration timeout) throws InterruptedException;

    /** Takes the request back; whoever awaits it gets a {@link TransportException} of the kind CANCELLED at once. */
    void cancel(String reason);
}
