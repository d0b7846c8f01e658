// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.ServerMessages;
import java.util.Optional;

/**
 * Hears what a server says unasked during one connection: what the supervisor has to act on goes into its mailbox, what
 * concerns clients to the listener.
 */
final class ServerVoice implements ServerMessages {

    private final String server;
    private final Mailbox mailbox;
    private final ServerFeatures features;
    private final UpstreamListener listener;
    private volatile Optional<String> reason = Optional.empty();

    ServerVoice(String server, Mailbox mailbox, ServerFeatures features, UpstreamListener listener) {
        this.server = server;
        this.mailbox = mailbox;
        this.features = features;
        this.listener = listener;
    }

    /** Why the connection is over. */
    String whyClosed() {
        return reason.orElse("the connection ended");
    }

    @Override
    public void notification(JsonRpcNotification notification) {
        switch (notification.method()) {
            case McpMethods.TOOLS_LIST_CHANGED -> mailbox.post(Mailbox.Event.TOOLS_CHANGED);
            case McpMethods.SUBSCRIPTIONS_ACKNOWLEDGED -> features.acknowledged(notification);
            case McpMethods.PROGRESS, McpMethods.CANCELLED -> {
                // Of a request that is over.
            }
            default -> {
                if (features.isNews(notification)) {
                    listener.notified(server, notification, Optional.empty());
                }
            }
        }
    }

    @Override
    public void closed(Optional<String> text) {
        reason = text;
        mailbox.post(Mailbox.Event.CLOSED);
    }
}
