// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.McpMethods;

/**
 * A stream that ends with its connection, as in the stateless era. Reports of progress are dropped while a slow client
 * leaves too much unread; for anything else it is cut off. Safe for any number of threads.
 */
final class PlainTrack implements Track {

    private static final JsonRpcCodec CODEC = new JsonRpcCodec();
    private static final String LOG_MESSAGE = "notifications/message";

    private final EventStream events;

    PlainTrack(EventStream events) {
        this.events = events;
        events.open();
    }

    @Override
    public void add(JsonRpcMessage message) {
        byte[] frame = EventFrames.message(CODEC.encode(message));
        if (isExpendable(message)) {
            events.offerIfRoom(frame);
        } else {
            events.offer(frame);
        }
    }

    @Override
    public void finish() {
        events.finish();
        events.awaitEnd();
    }

    private static boolean isExpendable(JsonRpcMessage message) {
        return message instanceof JsonRpcNotification notification
                && (notification.method().equals(McpMethods.PROGRESS)
                        || notification.method().equals(LOG_MESSAGE));
    }
}
