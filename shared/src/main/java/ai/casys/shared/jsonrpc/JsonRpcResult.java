// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;

/** The good answer to a request. */
public record JsonRpcResult(RequestId id, RawJson result) implements JsonRpcMessage {
    public JsonRpcResult {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(result, "result is null");
    }
}
