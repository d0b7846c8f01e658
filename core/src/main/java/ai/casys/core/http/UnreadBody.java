// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What is left of the body of a request that is refused before it was read. A client that is answered and cut off in
 * the middle of its sending sees a broken connection and no answer (RFC 9112 section 9.6), so a body that is not much
 * too long is read to its end first and thrown away. After a longer one the client is told that the connection closes.
 * Safe for any number of threads.
 */
final class UnreadBody {

    private static final int PIECE = 16 << 10;

    private final long limit;
    private final Duration patience;
    private final Patrol patrol;

    /** @param limit most bytes that are read, and the most that a body may declare to be read at all */
    UnreadBody(long limit, Duration patience, Patrol patrol) {
        this.limit = limit;
        this.patience = patience;
        this.patrol = patrol;
    }

    /** Reads the rest, or has the connection closed after the answer. To be called before the answer is written. */
    void settle(Context context) {
        if (!hasBody(context)) {
            return;
        }
        if (!isWorthReading(context) || !isReadToItsEnd(context)) {
            context.header("Connection", "close");
        }
    }

    private static boolean hasBody(Context context) {
        return context.req().getContentLengthLong() > 0
                || Requests.header(context, "Transfer-Encoding").isPresent();
    }

    /** Who asks whether to send gets the answer instead of being told to go on. */
    private boolean isWorthReading(Context context) {
        return context.req().getContentLengthLong() <= limit
                && Requests.header(context, "Expect").isEmpty();
    }

    private boolean isReadToItsEnd(Context context) {
        long deadline = System.nanoTime() + patience.toNanos() + Pacing.nanos(limit);
        Wire wire = Wire.of(context);
        try (Patrol.Stay _ = patrol.watch(now -> Responses.cutAfter(deadline, now, wire))) {
            InputStream in = context.req().getInputStream();
            byte[] piece = new byte[PIECE];
            long read = 0;
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                read += count;
                if (read > limit) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
