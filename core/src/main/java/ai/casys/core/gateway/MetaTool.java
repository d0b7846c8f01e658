// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.shared.jsonrpc.RawJson;

/** One of the gateway's own tools. */
interface MetaTool {

    /** The name it is listed and called under. */
    String name();

    /** Its entry in {@code tools/list}. */
    RawJson definition();

    /**
     * Does its work.
     *
     * @param arguments a JSON object, not checked against the input schema
     * @return a {@code CallToolResult}; what the model can mend is a result with {@code isError}
     */
    RawJson call(RawJson arguments, CallContext context);
}
