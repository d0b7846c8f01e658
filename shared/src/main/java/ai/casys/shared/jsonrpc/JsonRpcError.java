// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;
import java.util.Optional;

/** The error object of JSON-RPC 2.0 section 5.1. */
public record JsonRpcError(int code, String message, Optional<RawJson> data) {

    /** Invalid JSON was received. */
    public static final int PARSE_ERROR = -32700;
    /** The JSON is not a request object. */
    public static final int INVALID_REQUEST = -32600;
    /** The method does not exist. */
    public static final int METHOD_NOT_FOUND = -32601;
    /** The parameters are wrong. */
    public static final int INVALID_PARAMS = -32602;
    /** The server failed. */
    public static final int INTERNAL_ERROR = -32603;

    public JsonRpcError {
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(data, "data is null");
    }

    /** An error without data. */
    public JsonRpcError(int code, String message) {
        this(code, message, Optional.empty());
    }
}
