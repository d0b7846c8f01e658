// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.transport.ServerMessages;
import java.util.Optional;

/** Hears what a server says unasked during one connection, and how the connection ends. */
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
        features.heard(notification);
    }

    @Override
    public Optional<JsonRpcMessage> request(JsonRpcRequest question) {
        return conversation.answer(question, Optional.empty());
    }

    @Override
    public void closed(Optional<String> text) {
        reason = text;
        features.disconnected();
        mailbox.post(Mailbox.Event.CLOSED);
    }
}
