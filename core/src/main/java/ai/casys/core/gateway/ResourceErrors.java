// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** "No such resource" has another code in each era (2026-07-28, changelog, "Minor changes", 6). */
final class ResourceErrors {

    private static final int LEGACY_NOT_FOUND = -32002;

    private ResourceErrors() {}

    /** The error for an address that no server can have. */
    static ProtocolException unknown(String uri, Era era) {
        return notFound(uri, "no server behind this gateway has the resource \"" + uri + "\"", era);
    }

    /** What a server said, in the words of the client's era; anything else stays what it is. */
    static RuntimeException of(RuntimeException problem, String uri, Era era) {
        return switch (problem) {
            case UpstreamErrorException upstream
            when upstream.error().code() == LEGACY_NOT_FOUND && era == Era.MODERN ->
                notFound(uri, upstream.error().message(), era);
            case UpstreamErrorException upstream -> upstream;
            case CasysException known when known.category() == ErrorCategory.NOT_FOUND -> unknown(uri, era);
            default -> problem;
        };
    }

    private static ProtocolException notFound(String uri, String message, Era era) {
        int code = switch (era) {
            case LEGACY -> LEGACY_NOT_FOUND;
            case MODERN -> JsonRpcError.INVALID_PARAMS;
        };
        RawJson data = RawJson.of(JsonNodeFactory.instance.objectNode().put("uri", uri));
        return new ProtocolException(new JsonRpcError(code, message, Optional.of(data)));
    }
}
