// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import ai.casys.core.api.Cancellation;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One request to the outside.
 *
 * @param method GET or HEAD
 * @param headers sent along; {@code Authorization}, {@code Cookie} and {@code Proxy-Authorization} only to the origin of
 *     the first URL
 * @param maxBytes how much of the decoded body is read; the rest is left unread
 * @param timeout for everything together: names, connections, redirects, body
 */
public record OutboundRequest(
        Method method,
        String url,
        Map<String, String> headers,
        int maxBytes,
        Duration timeout,
        Cancellation cancellation) {

    /** The methods that change nothing. */
    public enum Method {
        GET,
        HEAD
    }

    public OutboundRequest {
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(url, "url is null");
        headers = Map.copyOf(headers);
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes is negative");
        }
        Objects.requireNonNull(timeout, "timeout is null");
        Objects.requireNonNull(cancellation, "cancellation is null");
    }
}
