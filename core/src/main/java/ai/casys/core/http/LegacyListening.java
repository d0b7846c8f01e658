// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.MessageLog;
import ai.casys.core.gateway.MessageStream;
import ai.casys.core.gateway.Session;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * GET of a session: the stream of what the server says unasked, or with {@code Last-Event-ID} the rest of any stream of
 * the session whose connection broke (2025-11-25, transports, "Resumability and Redelivery"). No thread waits while
 * nothing is said. Safe for any number of threads.
 */
final class LegacyListening {

    private static final String LAST_EVENT = "Last-Event-ID";

    private final InFlight listeners;
    private final Responses responses;

    LegacyListening(InFlight listeners, Responses responses) {
        this.listeners = listeners;
        this.responses = responses;
    }

    void listen(Context context, Door door, Caller caller) {
        Session session = SessionHeaders.require(context, door, caller);
        Optional<MessageLog.Position> resumed =
                Requests.single(context, LAST_EVENT).map(event -> position(session, event));
        InFlight.Permit permit = listeners.enter(caller);
        EventStream events = responses.events(context);
        SessionReceiver receiver = new SessionReceiver(events, session.version());
        MessageStream stream = resumed.map(MessageLog.Position::stream)
                .orElseGet(() -> session.log().unsolicited());
        resumed.ifPresentOrElse(from -> stream.attach(receiver, from.number()), () -> stream.attach(receiver));
        events.onEnd(() -> {
            stream.detach(receiver);
            permit.close();
        });
        context.future(events::ending);
    }

    /** An event id means something in its own session only, which is its caller's. */
    private static MessageLog.Position position(Session session, String event) {
        return session.log()
                .find(event)
                .orElseThrow(() -> new HttpFailure(
                        400,
                        LAST_EVENT + " names no event that this session still knows; listen without it, and send"
                                + " again what has not been answered"));
    }
}
