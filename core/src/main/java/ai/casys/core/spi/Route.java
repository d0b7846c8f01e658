// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An HTTP route of an extension. Only callers who have signed in and hold every scope get to the handler.
 *
 * @param method {@code GET POST PUT PATCH DELETE}
 * @param path where it is: segments of {@code [A-Za-z0-9._~-]}, or {@code {name}} for any one segment, such as
 *     {@code /api/v1/example/{id}}
 * @param scopes what a caller must hold; the empty set admits every caller who has signed in
 */
public record Route(String method, String path, Set<String> scopes, Handler handler) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PATH = Pattern.compile("(/([A-Za-z0-9._~-]+|\\{[a-z][a-zA-Z0-9]*}))+");

    public Route {
        Objects.requireNonNull(handler, "handler is null");
        scopes = Set.copyOf(scopes);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("The method \"" + method + "\" must be one of " + METHODS);
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("The path \"" + path + "\" must be of the form " + PATH);
        }
    }

    /** Answers requests. Called by any number of threads, one request a thread. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers one request. A {@link ai.casys.core.api.CasysException} becomes problem details of its category, any
         * other exception an internal error without details.
         */
        RouteResponse handle(RouteRequest request);
    }
}
