// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.McpErrors;
import java.util.Optional;

/** What to do when an address refuses {@code initialize} as only a server of the transport of 2024 does. */
interface OldServer {

    /** Takes the refusal as it is. */
    OldServer NEVER = request -> false;

    /**
     * Tries the old transport. Called on the thread of the request, may block.
     *
     * @return whether the request is on its way there now
     */
    boolean takesOver(JsonRpcRequest request);

    /** Whether the refusal may mean such a server (revision 2026-07-28, "Backward Compatibility"). */
    static boolean isPossible(int status, Optional<JsonRpcError> error) {
        boolean modern = error.map(JsonRpcError::code)
                .filter(code -> code == McpErrors.HEADER_MISMATCH
                        || code == McpErrors.MISSING_CLIENT_CAPABILITY
                        || code == McpErrors.UNSUPPORTED_PROTOCOL_VERSION
                        || code == JsonRpcError.METHOD_NOT_FOUND)
                .isPresent();
        return !modern && (status == 400 || status == 404 || status == 405);
    }
}
