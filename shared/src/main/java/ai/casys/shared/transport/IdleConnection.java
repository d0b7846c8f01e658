// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;

/**
 * A connection that waits for its next request.
 *
 * @param since {@link System#nanoTime} of the end of its last answer
 * @param until when the server may close it
 */
record IdleConnection(DefaultBHttpClientConnection connection, long since, long until) {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(3);

    /** Within such a short time a server that keeps connections has hardly closed one. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Pattern TIMEOUT = Pattern.compile("timeout=(\\d{1,6})", Pattern.CASE_INSENSITIVE);

    static IdleConnection from(DefaultBHttpClientConnection connection, long keepAlive) {
        long now = System.nanoTime();
        return new IdleConnection(connection, now, now + keepAlive);
    }

    /** How long the server lets the connection be idle, in nanoseconds, by the answer's {@code Keep-Alive}. */
    static long keepAlive(HttpResponse response) {
        Header header = response.getFirstHeader("Keep-Alive");
        if (header == null || header.getValue() == null) {
            return LONGEST;
        }
        Matcher matcher = TIMEOUT.matcher(header.getValue());
        return matcher.find() ? Math.min(LONGEST, TimeUnit.SECONDS.toNanos(Long.parseLong(matcher.group(1)))) : LONGEST;
    }

    /** Whether a request may be sent on it; looks at the socket after a while of silence. */
    boolean isUsable() {
        long now = System.nanoTime();
        if (now - until > 0 || !connection.isOpen()) {
            return false;
        }
        try {
            return now - since < FRESH || !connection.isStale();
        } catch (IOException _) {
            return false;
        }
    }

    void close() {
        connection.close(CloseMode.IMMEDIATE);
    }
}
