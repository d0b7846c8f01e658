// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.identity.Credentials;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.mcp.McpErrors;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What every handler asks of a request. */
final class Requests {

    private static final String CORRELATION_ID = "casys.correlation-id";

    private Requests() {}

    static Optional<String> header(Context context, String name) {
        return Optional.ofNullable(context.req().getHeader(name));
    }

    /** A header that must not come twice: two readers of the request could each believe another one. */
    static Optional<String> single(Context context, String name) {
        Enumeration<String> values = context.req().getHeaders(name);
        if (!values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            int times = 1 + Collections.list(values).size();
            throw new HttpFailure(
                    400,
                    new JsonRpcError(McpErrors.HEADER_MISMATCH, name + " comes " + times + " times; send it once"),
                    Map.of());
        }
        return Optional.of(value);
    }

    static Credentials credentials(Context context) {
        return new Credentials(header(context, "Authorization"));
    }

    static Optional<String> query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /** Gives the request its id; called once, before anything else. */
    static UUID identify(Context context) {
        UUID id = randomId();
        context.attribute(CORRELATION_ID, id);
        return id;
    }

    /** A version 4 UUID (RFC 9562 section 5.4); nothing is protected by it, so it need not be hard to guess. */
    private static UUID randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
                (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    static UUID correlationId(Context context) {
        return Objects.requireNonNull(context.<UUID>attribute(CORRELATION_ID), "the request has no correlation id");
    }
}
