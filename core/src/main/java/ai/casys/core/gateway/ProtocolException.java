// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcError;
import java.util.Objects;

/** A request that the protocol itself refuses; carries the error object for the client. */
final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient JsonRpcError error;

    ProtocolException(JsonRpcError error) {
        super(error.message());
        this.error = Objects.requireNonNull(error, "error is null");
    }

    static ProtocolException invalidParams(String message) {
        return new ProtocolException(new JsonRpcError(JsonRpcError.INVALID_PARAMS, message));
    }

    JsonRpcError error() {
        return error;
    }
}
