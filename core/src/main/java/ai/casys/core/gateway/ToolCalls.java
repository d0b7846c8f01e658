// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.shared.jsonrpc.RawJson;

/** The one way to reach a tool, as the gateway sees it. */
@FunctionalInterface
public interface ToolCalls {

    /**
     * Calls the tool of any accepted name and waits for its result.
     *
     * @return the {@code CallToolResult} as it came, byte for byte
     * @throws ai.casys.core.api.CasysException if there is no such tool, or no result
     */
    RawJson call(String name, RawJson arguments, CallContext context);
}
