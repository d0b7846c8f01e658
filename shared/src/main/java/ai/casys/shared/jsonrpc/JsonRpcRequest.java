// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;
import java.util.Optional;

/** A question that wants exactly one answer with the same id. */
public record JsonRpcRequest(RequestId id, String method, Optional<RawJson> params) implements JsonRpcMessage {
    public JsonRpcRequest {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(params, "params is null");
    }
}
