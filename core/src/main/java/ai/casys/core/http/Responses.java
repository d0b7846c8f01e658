// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;

/** What the endpoints of both eras need to answer a POST. Immutable. */
record Responses(Patrol patrol, EventStream.Pace pace, Duration silence) {

    private static final int MAY_BLOCK = 16 << 10;

    /** Makes the response an event stream; nothing is sent yet. */
    EventStream events(Context context) {
        return new EventStream(context.res(), Wire.of(context), patrol, pace);
    }

    /** Answers with JSON, and cuts a client off that takes too long to read it. */
    void json(Context context, int status, byte[] body) {
        if (body.length < MAY_BLOCK) {
            Answers.json(context, status, body);
            return;
        }
        Wire wire = Wire.of(context);
        long deadline = System.nanoTime() + pace.patience().toNanos() + Pacing.nanos(body.length);
        try (Patrol.Stay _ = patrol.watch(now -> cutAfter(deadline, now, wire))) {
            Answers.json(context, status, body);
            context.res().flushBuffer();
        } catch (IOException _) {
            // The client has gone or was cut off; nobody is left to be told.
        }
    }

    static void cutAfter(long deadline, long now, Wire wire) {
        if (now - deadline > 0) {
            wire.cut();
        }
    }
}
