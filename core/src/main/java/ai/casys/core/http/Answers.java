// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Good answers. */
final class Answers {

    private Answers() {}

    static void json(Context context, int status, JsonNode body) {
        json(context, status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void json(Context context, int status, byte[] body) {
        bytes(context, status, Accept.JSON, body);
    }

    static void bytes(Context context, int status, String contentType, byte[] body) {
        context.res().setStatus(status);
        context.res().setContentType(contentType);
        context.res().setContentLength(body.length);
        try {
            context.res().getOutputStream().write(body);
        } catch (IOException _) {
            // The client has gone; nobody is left to be told.
        }
    }
}
