// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.shared.jsonrpc.JsonRpcError;
import java.util.Objects;

/** A request whose headers and body do not fit together; carries the error for the client. */
final class HeaderRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient JsonRpcError error;

    HeaderRefusal(JsonRpcError error) {
        super(error.message(), null, false, false);
        this.error = Objects.requireNonNull(error, "error is null");
    }

    JsonRpcError error() {
        return error;
    }
}
