// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;

/**
 * Hears what a modern server says on one subscription (revision 2026-07-28, "Subscriptions"). Called on reading threads,
 * in the order of arrival, possibly before {@link McpClient#listen} has returned; must return quickly.
 */
public interface SubscriptionListener {

    /** The server has agreed to send these notifications: that part of the filter which it knows. */
    void acknowledged(RawJson notifications);

    /** One of them. */
    void notification(JsonRpcNotification notification);

    /**
     * The subscription is over; called once, also after a close of our own and when the connection ends. The server
     * keeps nothing of it: whoever still wants to hear listens anew.
     *
     * @param refusal what the server answered, if it did not want the subscription
     */
    void ended(String reason, Optional<JsonRpcError> refusal);
}
