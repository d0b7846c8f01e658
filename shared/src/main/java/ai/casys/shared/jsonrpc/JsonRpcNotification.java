// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;
import java.util.Optional;

/** A statement that wants no answer. */
public record JsonRpcNotification(String method, Optional<RawJson> params) implements JsonRpcMessage {
    public JsonRpcNotification {
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(params, "params is null");
    }
}
