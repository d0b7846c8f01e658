// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import java.util.Objects;
import java.util.Optional;

/** The parameters of {@code notifications/cancelled}: which request is taken back, and why. */
public record CancelledParams(RequestId requestId, Optional<String> reason) {

    public CancelledParams {
        Objects.requireNonNull(requestId, "requestId is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if the identifier is missing
     */
    public static CancelledParams parse(RawJson params) {
        RequestId id = RawObject.of(params)
                .get("requestId")
                .flatMap(RequestId::parse)
                .orElseThrow(() -> new IllegalArgumentException("a cancellation needs a \"requestId\""));
        return new CancelledParams(id, Members.text(params.tree(), "reason"));
    }

    /** Writes them. */
    public RawJson toRawJson() {
        RawObject members = RawObject.EMPTY.with("requestId", requestId.toRawJson());
        return reason.map(text -> members.with("reason", text)).orElse(members).toRawJson();
    }
}
