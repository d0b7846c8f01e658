// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the body of a request: once, never beyond its limit, and from a client that sends it within a time that its
 * size allows. Safe for any number of threads.
 */
final class RequestBody {

    private final int limit;
    private final Duration patience;
    private final Patrol patrol;

    RequestBody(int limit, Duration patience, Patrol patrol) {
        this.limit = limit;
        this.patience = patience;
        this.patrol = patrol;
    }

    byte[] read(Context context) {
        long declared = context.req().getContentLengthLong();
        requireAtMost(declared, limit);
        try (InputStream in = context.req().getInputStream()) {
            // Most bodies come in one packet with their headers; then there is nobody to wait for.
            return declared >= 0 && in.available() >= declared ? read(in, declared) : awaited(context, in, declared);
        } catch (IOException _) {
            // What the server says of it names its own classes.
            throw new HttpFailure(400, "the body could not be read to its end; its framing or its length is wrong");
        }
    }

    private byte[] awaited(Context context, InputStream in, long declared) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos() + Pacing.nanos(declared < 0 ? limit : declared);
        Wire wire = Wire.of(context);
        try (Patrol.Stay _ = patrol.watch(now -> Responses.cutAfter(deadline, now, wire))) {
            return read(in, declared);
        }
    }

    private byte[] read(InputStream in, long declared) throws IOException {
        byte[] body = in.readNBytes(declared < 0 ? limit : (int) declared);
        if (in.read() >= 0) {
            requireAtMost(limit + 1L, limit);
        }
        return body;
    }

    /** Refuses a body that is not declared as JSON, which also keeps simple cross-site form posts out. */
    static void requireJson(Context context) {
        // As it was sent: asking the server for the type makes it look up the character set, which may be none.
        Optional<String> type = Requests.header(context, "Content-Type");
        if (type.filter(RequestBody::isJson).isEmpty()) {
            throw new HttpFailure(
                    415,
                    "Content-Type is " + type.map(given -> "\"" + given + "\"").orElse("missing")
                            + "; send application/json");
        }
    }

    private static boolean isJson(String type) {
        if (type.equals(Accept.JSON)) {
            return true;
        }
        String[] parts = type.split(";", -1);
        boolean utf8 = Arrays.stream(parts)
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.regionMatches(true, 0, "charset=", 0, 8))
                .allMatch(parameter -> parameter.substring(8).replace("\"", "").equalsIgnoreCase("utf-8"));
        return utf8 && parts[0].strip().equalsIgnoreCase("application/json");
    }

    private static void requireAtMost(long size, int limit) {
        if (size > limit) {
            throw new HttpFailure(413, "the body is larger than the limit of " + limit + " bytes");
        }
    }
}
