// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.gateway.MessageStream;
import ai.casys.core.gateway.Session;
import ai.casys.shared.jsonrpc.JsonRpcMessage;

/**
 * The stream of one POST of a session. It lives on when its connection breaks: what follows waits in the session's log
 * until the client asks for it (2025-11-25, transports, "Resumability and Redelivery"). Safe for any number of threads.
 */
final class ResumableTrack implements Track {

    private final MessageStream stream;
    private final EventStream events;

    ResumableTrack(Session session, EventStream events) {
        this.stream = session.log().open();
        this.events = events;
        SessionReceiver receiver = new SessionReceiver(events, session.version());
        stream.attach(receiver);
        events.onEnd(() -> stream.detach(receiver));
    }

    @Override
    public void add(JsonRpcMessage message) {
        stream.add(message);
    }

    @Override
    public void finish() {
        stream.finish();
        events.awaitEnd();
    }
}
