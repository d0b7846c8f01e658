// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.gateway.MessageStream;
import ai.casys.shared.mcp.ProtocolVersion;
import java.time.Duration;

/** A connection that carries a stream of a session, with event ids, by which a client can resume. */
final class SessionReceiver implements MessageStream.Receiver {

    /** How long a client should wait before it comes back. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EventStream events;
    private final ProtocolVersion version;

    SessionReceiver(EventStream events, ProtocolVersion version) {
        this.events = events;
        this.version = version;
    }

    /** An event without data would confuse clients from before revision 2025-11-25. */
    @Override
    public void begin(String eventId) {
        if (version.compareTo(ProtocolVersion.V2025_11_25) >= 0) {
            events.offer(EventFrames.priming(eventId, RETRY));
        } else {
            events.open();
        }
    }

    @Override
    public boolean deliver(String eventId, byte[] message) {
        return events.offer(EventFrames.message(eventId, message));
    }

    @Override
    public void ended() {
        events.finish();
    }
}
