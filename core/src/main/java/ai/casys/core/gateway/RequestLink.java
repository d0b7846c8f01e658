// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;

/** A client without session during one request that does not wait for it: it can be told, but not be asked. */
final class RequestLink extends StatelessLink {

    RequestLink(String client, ModernMeta meta, Outlet outlet, Lacking lacking) {
        super(client, meta, outlet, lacking);
    }

    @Override
    RawJson put(String method, Optional<RawJson> params, Cancellation withdrawal) {
        throw new JsonRpcException(new JsonRpcError(
                JsonRpcError.METHOD_NOT_FOUND, "\"" + method + "\" cannot be answered during this request"));
    }
}
