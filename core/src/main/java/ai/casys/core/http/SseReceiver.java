// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.gateway.MessageStream;

/** Carries what the server says unasked to a client of revision 2024-11-05, which knows no event ids. */
record SseReceiver(EventStream events) implements MessageStream.Receiver {

    @Override
    public void begin(String eventId) {}

    @Override
    public boolean deliver(String eventId, byte[] message) {
        return events.offer(EventFrames.named("message", message));
    }

    @Override
    public void ended() {
        events.finish();
    }
}
