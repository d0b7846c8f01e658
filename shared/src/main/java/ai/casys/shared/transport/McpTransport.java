// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.ProtocolVersion;
import java.util.Map;

/** Carries messages to one server and back. All methods are safe for any number of threads. */
public interface McpTransport extends AutoCloseable {

    /**
     * Opens the connection; called once, first.
     *
     * @throws TransportException if the server cannot be started
     */
    void start(TransportListener listener);

    /**
     * Sends a message, or queues it; never waits for the server's answer.
     *
     * @throws TransportException if the transport is closed or its queue is full
     */
    void send(JsonRpcMessage message);

    /** Sends a message together with HTTP headers of its own, which a transport without headers leaves out. */
    default void send(JsonRpcMessage message, Map<String, String> headers) {
        send(message);
    }

    /** Whether parameters are mirrored into headers, as streamable HTTP has it from revision 2026-07-28. */
    default boolean carriesHeaders() {
        return false;
    }

    /** Whether servers behind this transport can only be of the legacy era, so that nothing is to be found out. */
    default boolean isLegacyOnly() {
        return false;
    }

    /**
     * Takes a request whose sender goes on to wait for the answer. Where every request is an exchange of its own, that
     * exchange is left to the waiting thread, which saves two changes of threads.
     *
     * @param headers as for {@link #send(JsonRpcMessage, Map)}
     * @return what the waiting thread is to run; it returns when the listener has heard how the exchange ended
     * @throws TransportException if the transport is closed or its queue is full
     */
    default Runnable post(JsonRpcRequest request, Map<String, String> headers) {
        send(request, headers);
        return PendingCall.NOTHING;
    }

    /** The revision that is spoken from now on; HTTP names it in a header. */
    void protocolVersion(ProtocolVersion version);

    /**
     * Stops waiting for the answer to a request.
     *
     * @return whether the server learns of it from the transport itself, so that {@code notifications/cancelled} is not
     *     wanted (streamable HTTP from revision 2026-07-28)
     */
    boolean abandon(RequestId request);

    /** The server for a person: a command or an address, without credentials. */
    String description();

    /** Ends the connection and everything that was started for it. Does nothing the second time. */
    @Override
    void close();
}
