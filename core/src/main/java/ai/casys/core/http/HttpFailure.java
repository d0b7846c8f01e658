// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.CasysException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import java.util.Map;
import java.util.Objects;

/**
 * A request that HTTP itself answers with an error.
 */
final class HttpFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient JsonRpcError error;
    private final transient Map<String, String> headers;

    /** @param error what a JSON-RPC client is told; its message is what everybody is told */
    HttpFailure(int status, JsonRpcError error, Map<String, String> headers) {
        super(error.message());
        this.status = status;
        this.error = Objects.requireNonNull(error, "error is null");
        this.headers = Map.copyOf(headers);
    }

    HttpFailure(int status, String message) {
        this(status, invalidRequest(message), Map.of());
    }

    static JsonRpcError invalidRequest(String message) {
        return new JsonRpcError(JsonRpcError.INVALID_REQUEST, message);
    }

    static HttpFailure of(CasysException failure) {
        int status = failure.category().httpStatus();
        Map<String, String> headers = switch (failure.category()) {
            case NOT_AUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer");
            case OVERLOADED, UNAVAILABLE -> Map.of("Retry-After", "1");
            case INVALID_INPUT,
                    NOT_FOUND,
                    NOT_PERMITTED,
                    TIMEOUT,
                    CANCELLED,
                    UPSTREAM_FAILED,
                    CONFIGURATION,
                    INTERNAL -> Map.of();
        };
        return new HttpFailure(
                status, new JsonRpcError(failure.category().jsonRpcCode(), failure.getMessage()), headers);
    }

    int status() {
        return status;
    }

    JsonRpcError error() {
        return error;
    }

    Map<String, String> headers() {
        return headers;
    }
}
