// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.Map;
import java.util.Objects;

/**
 * The answer of a {@link Route}.
 *
 * @param status 200 to 599
 * @param headers further headers, such as {@code Location}
 * @param contentType the media type of the body
 */
public record RouteResponse(int status, Map<String, String> headers, String contentType, Body body) {

    public RouteResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("The status " + status + " must be from 200 to 599");
        }
        headers = Map.copyOf(headers);
        Objects.requireNonNull(contentType, "contentType is null");
        Objects.requireNonNull(body, "body is null");
    }

    /** An answer of JSON text. */
    public static RouteResponse json(int status, String json) {
        return new RouteResponse(status, Map.of(), "application/json", Body.of(json));
    }
}
