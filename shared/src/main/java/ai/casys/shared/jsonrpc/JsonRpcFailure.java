// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;
import java.util.Optional;

/** The bad answer to a request; the id is absent when the request's own could not be read. */
public record JsonRpcFailure(Optional<RequestId> id, JsonRpcError error) implements JsonRpcMessage {
    public JsonRpcFailure {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(error, "error is null");
    }
}
