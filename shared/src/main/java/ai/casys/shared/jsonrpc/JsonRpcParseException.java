// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.Objects;
import java.util.Optional;

/** Bytes that are not a JSON-RPC 2.0 message, with what is needed to answer the sender. */
public final class JsonRpcParseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final transient Optional<RequestId> id;

    JsonRpcParseException(int code, String message, Optional<RequestId> id) {
        super(message);
        this.code = code;
        this.id = Objects.requireNonNull(id, "id is null");
    }

    /** {@link JsonRpcError#PARSE_ERROR} or {@link JsonRpcError#INVALID_REQUEST}. */
    public int code() {
        return code;
    }

    /** The identifier of the bad message, if it was read before the fault was met. */
    public Optional<RequestId> id() {
        return id;
    }

    /** The answer that JSON-RPC 2.0 section 5.1 wants for such a message. */
    public JsonRpcFailure toFailure() {
        return new JsonRpcFailure(id, new JsonRpcError(code, Objects.requireNonNullElse(getMessage(), "")));
    }
}
