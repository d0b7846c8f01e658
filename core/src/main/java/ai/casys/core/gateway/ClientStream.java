// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcMessage;

/**
 * The way back to a client while one of its requests is in hand. Sending never fails: what cannot be delivered is
 * dropped, since a client that has gone has not cancelled its request (2025-11-25, transports, "Sending Messages").
 * Implementations are safe for any number of threads.
 */
@FunctionalInterface
public interface ClientStream {

    /** Delivers nothing. */
    ClientStream NONE = message -> {};

    /** Sends a message that belongs to the request in hand, before its answer. */
    void send(JsonRpcMessage message);
}
