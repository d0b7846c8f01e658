// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One route of this server.
 *
 * @param path with {@code {name}} for any one segment
 */
record Endpoint(HandlerType method, String path, Handler handler) {

    /** Two routes with the same key answer the same requests. */
    String key() {
        return method.name() + " " + path.replaceAll("\\{[^}]*}", "{}");
    }
}
