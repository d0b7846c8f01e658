// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcError;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** What every request passes before its route. Safe for any number of threads. */
final class RequestGuard {

    /** As the bytes that are sent, made once: every answer has them. */
    private static final HttpFields SECURITY_HEADERS = HttpFields.from(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("X-Frame-Options", "DENY"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            new PreEncodedHttpField(
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"));

    private final AllowedNames names;
    private final AtomicBoolean draining = new AtomicBoolean();

    RequestGuard(AllowedNames names) {
        this.names = names;
    }

    /** From now on only the health of the server may be asked about. */
    void drain() {
        draining.set(true);
    }

    boolean isDraining() {
        return draining.get();
    }

    void check(Context context) {
        context.header("X-Correlation-Id", Requests.identify(context).toString());
        ServletContextRequest.getServletContextRequest(context.req())
                .getServletContextResponse()
                .getHeaders()
                .add(SECURITY_HEADERS);
        names.requireHost(Requests.header(context, "Host"));
        Optional<String> origin = Requests.header(context, "Origin");
        names.requireOrigin(origin);
        origin.filter(names::isExplicit).ifPresent(known -> allowReading(context, known));
        if (draining.get() && !context.path().startsWith("/health/")) {
            context.header("Connection", "close");
            throw new HttpFailure(
                    503,
                    new JsonRpcError(
                            ErrorCategory.UNAVAILABLE.jsonRpcCode(), "the server is shutting down; try again later"),
                    Map.of("Retry-After", "5"));
        }
        if (context.method().equals(HandlerType.OPTIONS)) {
            context.status(204).skipRemainingHandlers();
        }
    }

    /** CORS, for the origins that the operator named. */
    private static void allowReading(Context context, String origin) {
        context.header("Access-Control-Allow-Origin", origin)
                .header("Vary", "Origin")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("Access-Control-Allow-Methods", "GET, POST, DELETE")
                .header(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, Mcp-Name,"
                                + " Last-Event-ID")
                .header("Access-Control-Expose-Headers", "Mcp-Session-Id, X-Correlation-Id")
                .header("Access-Control-Max-Age", "600");
    }
}
