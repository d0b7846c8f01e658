// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.ProgressParams;
import java.util.Optional;

/**
 * Hears what a server says and asks about one call before it answers. Progress is matched by its token. Everything else
 * belongs to a call when it comes on the very response stream of that call, which only streamable HTTP has; what
 * belongs to no call goes to {@link ServerMessages}, and so do changes of lists and resources wherever they come.
 */
public interface CallListener {

    /** Wants nothing: the server is not asked for progress, and the rest goes to {@link ServerMessages}. */
    CallListener NONE = new CallListener() {
        @Override
        public void progress(ProgressParams progress) {}

        @Override
        public boolean wantsProgress() {
            return false;
        }
    };

    /**
     * Called on a reading thread, in the order of arrival, each one before the call's answer is known; must return
     * quickly.
     */
    void progress(ProgressParams progress);

    /** Whether the server is asked for progress. */
    default boolean wantsProgress() {
        return true;
    }

    /** A notification of the call other than progress; threads and order as for progress. */
    default void notification(JsonRpcNotification notification) {}

    /**
     * The server asks something for the sake of the call (legacy era). Called on a virtual thread of its own and may
     * block; the thread is interrupted when the server takes the question back or the connection ends, and then nothing
     * is answered.
     *
     * @return a result or failure; empty to leave the question to {@link ServerMessages#request}
     */
    default Optional<JsonRpcMessage> request(JsonRpcRequest request) {
        return Optional.empty();
    }
}
