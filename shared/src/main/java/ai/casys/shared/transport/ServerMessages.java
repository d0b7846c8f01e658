// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import java.util.Optional;

/**
 * Receives what a server says without being asked, as far as it belongs to no call: all but progress over stdio and the
 * transport of 2024, over streamable HTTP what comes on the server's own stream, and changes of lists and resources.
 */
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
     * quickly. Progress of calls under way is not among it.
     */
    void notification(JsonRpcNotification notification);

    /** The connection is over; called at most once, also after a close of our own. */
    void closed(Optional<String> reason);

    /**
     * The server asks something (legacy era). Called on a virtual thread of its own and may block; the thread is
     * interrupted when the server takes the question back or the connection ends, and then nothing is answered.
     *
     * @return a result or failure, sent under the id of the question; empty for "method not found"
     */
    default Optional<JsonRpcMessage> request(JsonRpcRequest request) {
        return Optional.empty();
    }
}
