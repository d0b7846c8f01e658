// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;

/** The peer answered a request with an error. */
public final class JsonRpcException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient JsonRpcError error;

    public JsonRpcException(JsonRpcError error) {
        super(error.message() + " (JSON-RPC error " + error.code() + ")");
        this.error = Objects.requireNonNull(error, "error is null");
    }

    /** The error as the peer sent it. */
    public JsonRpcError error() {
        return error;
    }
}
