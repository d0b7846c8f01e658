// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The body of a request, read once and never beyond its limit. */
final class RequestBody {

    private RequestBody() {}

    static byte[] read(Context context, int limit) {
        requireAtMost(context.req().getContentLengthLong(), limit);
        try (InputStream in = context.req().getInputStream()) {
            byte[] body = in.readNBytes(limit);
            if (body.length == limit && in.read() >= 0) {
                requireAtMost(limit + 1L, limit);
            }
            return body;
        } catch (IOException e) {
            throw new HttpFailure(400, "the body could not be read to its end: " + e.getMessage());
        }
    }

    /** Refuses a body that is not declared as JSON, which also keeps simple cross-site form posts out. */
    static void requireJson(Context context) {
        String type = context.req().getContentType();
        if (type == null || !isJson(type)) {
            throw new HttpFailure(
                    415,
                    "Content-Type is " + (type == null ? "missing" : "\"" + type + "\"") + "; send application/json");
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
