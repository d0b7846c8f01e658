// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.ServerMessages;
import java.util.Optional;

/** Hears what a server says unasked during one connection, and puts what matters into its supervisor's mailbox. */
final class ServerVoice implements ServerMessages {

    private final Mailbox mailbox;
    private volatile Optional<String> reason = Optional.empty();

    ServerVoice(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Why the connection is over. */
    String whyClosed() {
        return reason.orElse("the connection ended");
    }

    @Override
    public void notification(JsonRpcNotification notification) {
        if (notification.method().equals(McpMethods.TOOLS_LIST_CHANGED)) {
            mailbox.post(Mailbox.Event.TOOLS_CHANGED);
        }
    }

    @Override
    public void closed(Optional<String> text) {
        reason = text;
        mailbox.post(Mailbox.Event.CLOSED);
    }
}
