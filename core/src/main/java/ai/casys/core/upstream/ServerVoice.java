// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.ServerMessages;
import java.util.Optional;

/**
 * Hears what a server says unasked during one connection: what the supervisor has to act on goes into its mailbox, what
 * concerns clients to its conversation.
 */
final class ServerVoice implements ServerMessages {

    private final Mailbox mailbox;
    private final ServerFeatures features;
    private final Conversation conversation;
    private volatile Optional<String> reason = Optional.empty();

    ServerVoice(Mailbox mailbox, ServerFeatures features, Conversation conversation) {
        this.mailbox = mailbox;
        this.features = features;
        this.conversation = conversation;
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
            default -> {
                if (features.isNews(notification)) {
                    conversation.heard(notification, Optional.empty());
                }
            }
        }
    }

    @Override
    public Optional<JsonRpcMessage> request(JsonRpcRequest question) {
        return conversation.answer(question, Optional.empty());
    }

    @Override
    public void closed(Optional<String> text) {
        reason = text;
        mailbox.post(Mailbox.Event.CLOSED);
    }
}
