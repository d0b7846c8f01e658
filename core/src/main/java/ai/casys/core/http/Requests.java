// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.identity.Credentials;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What every handler asks of a request. */
final class Requests {

    private static final String CORRELATION_ID = "casys.correlation-id";

    private Requests() {}

    static Optional<String> header(Context context, String name) {
        return Optional.ofNullable(context.req().getHeader(name));
    }

    static Credentials credentials(Context context) {
        return new Credentials(header(context, "Authorization"));
    }

    static Optional<String> query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /** Gives the request its id; called once, before anything else. */
    static UUID identify(Context context) {
        UUID id = UUID.randomUUID();
        context.attribute(CORRELATION_ID, id);
        return id;
    }

    static UUID correlationId(Context context) {
        return Objects.requireNonNull(context.<UUID>attribute(CORRELATION_ID), "the request has no correlation id");
    }
}
