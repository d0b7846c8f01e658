// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Audience;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.ServerFacts;
import java.util.List;

/**
 * Hears what becomes of the servers. The events of one server come one after the other, in order, on a thread of that
 * server; different servers are heard at the same time. An exception thrown here is logged and changes nothing. A
 * listener that is slow delays only the server it is told about. Nothing is told of a shut-down.
 */
public interface UpstreamListener {

    /**
     * The server is there; these are all its tools. Also told after each restart. The server takes calls once this
     * returns, so that no call meets a server whose tools are not yet known.
     */
    void serverReady(String server, ServerFacts facts, List<Tool> tools);

    /** A ready server has other tools now; these are all of them. */
    void toolsChanged(String server, List<Tool> tools);

    /** A ready server is not there any more, or is restarted with another definition; it comes back if it can. */
    void serverDown(String server, String reason);

    /** The server was taken out of the configuration and has ended. */
    void serverRemoved(String server);

    /**
     * A call is about to leave for a server that is ready, perhaps after a wait. Unlike everywhere else here, an exception
     * counts: the call is not sent, and ends with it. Told on the caller's thread.
     *
     * @param tool the name that the server itself gives the tool
     */
    default void callLeaves(String server, String tool) {}

    /**
     * A server said something that concerns clients: a list other than that of the tools has changed, a resource was
     * updated, a log message, the state of a task, the end of an elicitation. Told on a thread that reads the server's
     * messages, in order; must return quickly. Changes of a list are told once until the list is read again.
     *
     * @param audience whom it may be told; what nobody can attribute is not heard of here
     */
    default void notified(String server, JsonRpcNotification notification, Audience audience) {}
}
