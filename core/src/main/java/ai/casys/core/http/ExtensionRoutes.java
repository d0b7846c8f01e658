// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.core.spi.Body;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.RouteRequest;
import ai.casys.core.spi.RouteResponse;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries requests to the routes of extensions. */
final class ExtensionRoutes {

    private static final String EVERY_SCOPE = "*";

    private final Gatekeeper gatekeeper;
    private final InFlight requests;
    private final RequestBody bodies;

    ExtensionRoutes(Gatekeeper gatekeeper, InFlight requests, RequestBody bodies) {
        this.gatekeeper = gatekeeper;
        this.requests = requests;
        this.bodies = bodies;
    }

    Endpoint endpoint(Route route) {
        return new Endpoint(HandlerType.findOrCreate(route.method()), route.path(), context -> handle(route, context));
    }

    private void handle(Route route, Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        requireScopes(route, caller.scopes());
        try (InFlight.Permit _ = requests.enter(caller)) {
            RouteResponse response = route.handler()
                    .handle(new RouteRequest(
                            caller,
                            context.pathParamMap(),
                            context.queryParamMap(),
                            headers(context),
                            Body.of(bodies.read(context))));
            response.headers().forEach(context::header);
            Answers.bytes(
                    context,
                    response.status(),
                    response.contentType(),
                    response.body().bytes());
        }
    }

    private static void requireScopes(Route route, Set<String> held) {
        List<String> missing = new ArrayList<>(route.scopes());
        missing.removeAll(held);
        if (!missing.isEmpty() && !held.contains(EVERY_SCOPE)) {
            throw new CasysException(
                    ErrorCategory.NOT_PERMITTED, "the scopes " + missing + " are needed here; use a key that has them");
        }
    }

    private static Map<String, List<String>> headers(Context context) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Collections.list(context.req().getHeaderNames())
                .forEach(
                        name -> headers.put(name, Collections.list(context.req().getHeaders(name))));
        return headers;
    }
}
