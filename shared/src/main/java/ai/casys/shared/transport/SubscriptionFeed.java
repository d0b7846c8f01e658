// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProgressParams;
import java.util.Optional;

/** Makes a subscription of the call {@code subscriptions/listen}, whose answer is its end. */
final class SubscriptionFeed implements CallListener {

    private final SubscriptionListener listener;

    SubscriptionFeed(SubscriptionListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean wantsProgress() {
        return false;
    }

    @Override
    public void progress(ProgressParams progress) {}

    @Override
    public void notification(JsonRpcNotification notification) {
        if (!notification.method().equals(McpMethods.SUBSCRIPTIONS_ACKNOWLEDGED)) {
            listener.notification(notification);
            return;
        }
        Optional<RawJson> agreed = notification
                .params()
                .filter(RawJson::isObject)
                .flatMap(params -> RawMember.find(params, "notifications").value());
        listener.acknowledged(agreed.orElse(RawJson.EMPTY_OBJECT));
    }

    /** The server has ended the subscription in good order. */
    void ended() {
        listener.ended("the server has ended the subscription", Optional.empty());
    }

    /** The subscription was refused, was closed by us, or broke. */
    void ended(Throwable problem) {
        String reason = String.valueOf(problem.getMessage());
        listener.ended(
                reason, problem instanceof JsonRpcException refusal ? Optional.of(refusal.error()) : Optional.empty());
    }
}
