// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;

/** A client without session during one request that does not wait for it: it can be told, but not be asked. */
final class RequestLink implements ClientLink {

    private final String client;
    private final ModernMeta meta;
    private final Outlet outlet;
    private final Lacking lacking;

    RequestLink(String client, ModernMeta meta, Outlet outlet, Lacking lacking) {
        this.client = client;
        this.meta = meta;
        this.outlet = outlet;
        this.lacking = lacking;
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public RawJson capabilities() {
        return meta.capabilities().raw();
    }

    @Override
    public boolean takesInputRequests() {
        return true;
    }

    @Override
    public Optional<String> logLevel() {
        return meta.logLevel();
    }

    @Override
    public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
        lacking.note(method, params);
        throw new JsonRpcException(meta.capabilities()
                .refusal(method, params)
                .orElseGet(() -> new JsonRpcError(
                        JsonRpcError.METHOD_NOT_FOUND, "\"" + method + "\" cannot be answered during this request")));
    }

    @Override
    public void tell(String method, Optional<RawJson> params) {
        outlet.tell(method, params);
    }
}
