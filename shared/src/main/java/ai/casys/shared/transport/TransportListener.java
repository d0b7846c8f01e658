// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.RequestId;
import java.util.Optional;

/**
 * Receives what a transport brings. Called on threads of the transport, possibly several at once; must return quickly,
 * because until then nothing more is read.
 */
public interface TransportListener {

    /** A message came from the server. */
    void message(JsonRpcMessage message);

    /** A message came on the response stream of this request of ours, the answer included. */
    default void message(JsonRpcMessage message, RequestId call) {
        message(message);
    }

    /** The answer to this request will never come, though the connection may live on. */
    void failed(RequestId request, TransportException problem);

    /** The server sent something that is no message; the connection lives on. */
    void problem(String description);

    /** The connection is over. Called at most once; nothing follows. */
    void closed(Optional<String> reason);
}
