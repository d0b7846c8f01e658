// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import java.util.Optional;

/** Receives what a server says without being asked. */
public interface ServerMessages {

    /** Ignores everything. */
    ServerMessages IGNORE = new ServerMessages() {
        @Override
        public void notification(JsonRpcNotification notification) {}

        @Override
        public void closed(Optional<String> reason) {}
    };

    /**
     * Called on a reading thread, over stdio in the order of arrival, over HTTP possibly several at once; must return
     * quickly. Progress of calls is not among it.
     */
    void notification(JsonRpcNotification notification);

    /** The connection is over; called at most once, also after a close of our own. */
    void closed(Optional<String> reason);

    /**
     * The server asks something (legacy era). Called on a virtual thread of its own and may block.
     *
     * @return a result or failure with the same id; empty for "method not found"
     */
    default Optional<JsonRpcMessage> request(JsonRpcRequest request) {
        return Optional.empty();
    }
}
