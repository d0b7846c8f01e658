// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.identity.Credentials;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.mcp.McpErrors;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** A header that must not come twice: two readers of the request could each believe another one. */
    static Optional<String> single(Context context, String name) {
        List<String> values = Collections.list(context.req().getHeaders(name));
        if (values.size() > 1) {
            throw new HttpFailure(
                    400,
                    new JsonRpcError(
                            McpErrors.HEADER_MISMATCH, name + " comes " + values.size() + " times; send it once"),
                    Map.of());
        }
        return values.stream().findFirst();
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
