// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.call;

import ai.casys.core.api.CallContext;
import ai.casys.shared.jsonrpc.RawJson;

/** What stands behind a server name: something that carries out calls. Safe for any number of threads. */
@FunctionalInterface
public interface Callee {

    /**
     * Calls one tool and waits for its answer.
     *
     * @param server the server's name
     * @param tool the name that the server itself gives the tool
     * @param arguments a JSON object
     * @return the MCP {@code CallToolResult} exactly as the callee wrote it
     * @throws ai.casys.core.api.CasysException if there is no such result
     */
    RawJson call(String server, String tool, RawJson arguments, CallContext context);
}
