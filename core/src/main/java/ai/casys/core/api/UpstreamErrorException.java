// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.jsonrpc.JsonRpcError;
import java.util.Objects;

/**
 * A server behind the gateway answered with a JSON-RPC error. The error object is kept as it came, data included, so
 * that the caller can be given exactly what the server said.
 */
public final class UpstreamErrorException extends CasysException {

    private final transient JsonRpcError error;

    /** Says that the named server answered with this error. */
    public UpstreamErrorException(String server, JsonRpcError error) {
        super(
                ErrorCategory.UPSTREAM_FAILED,
                "server \"" + server + "\" answered with error " + error.code() + ": " + error.message());
        this.error = Objects.requireNonNull(error, "error is null");
    }

    /** The server's own error object: code, message and data, unchanged. */
    public JsonRpcError error() {
        return error;
    }
}
