// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import ai.casys.core.api.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to a {@link Route}. {@code toString} shows neither headers nor body.
 *
 * @param caller who is asking, established by core
 * @param pathParameters the segments matched by {@code {name}}, decoded
 * @param query the query's parameters, decoded
 * @param headers the headers by lower-case name
 * @param body bounded by {@code casys.http.max-body-bytes}
 */
public record RouteRequest(
        Caller caller,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Body body) {

    public RouteRequest {
        Objects.requireNonNull(caller, "caller is null");
        pathParameters = Map.copyOf(pathParameters);
        query = Map.copyOf(query);
        Map<String, List<String>> lowerCase = new LinkedHashMap<>();
        headers.forEach((name, values) -> lowerCase.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lowerCase);
        Objects.requireNonNull(body, "body is null");
    }

    /** The first header of this name, in any letter case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    @Override
    public String toString() {
        return "RouteRequest[" + caller.tenant() + ", " + pathParameters + ", " + body + "]";
    }
}
