// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;

/**
 * A client without session during one request: what it can do stands in the request, what it is told goes to the stream
 * of the request, and what it has not declared it is not asked. Safe for any number of threads.
 */
abstract sealed class StatelessLink implements ClientLink permits HeldLink, RequestLink {

    private final String client;
    private final ModernMeta meta;
    private final Outlet outlet;
    private final Lacking lacking;

    /**
     * A way to the client.
     *
     * @param client what all links to it have in common
     * @param lacking hears what it was asked and has not declared
     */
    StatelessLink(String client, ModernMeta meta, Outlet outlet, Lacking lacking) {
        this.client = client;
        this.meta = meta;
        this.outlet = outlet;
        this.lacking = lacking;
    }

    @Override
    public final String client() {
        return client;
    }

    @Override
    public final RawJson capabilities() {
        return meta.capabilities().raw();
    }

    @Override
    public final boolean takesInputRequests() {
        return true;
    }

    @Override
    public final Optional<String> logLevel() {
        return meta.logLevel();
    }

    @Override
    public final void tell(String method, Optional<RawJson> params) {
        outlet.tell(method, params);
    }

    @Override
    public final RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
        Optional<JsonRpcError> refusal = meta.capabilities().refusal(method, params);
        if (refusal.isPresent()) {
            lacking.note(method, params);
            throw new JsonRpcException(refusal.get());
        }
        return put(method, params, withdrawal);
    }

    /** Asks what the client can answer; otherwise as {@link ClientLink#ask}. */
    abstract RawJson put(String method, Optional<RawJson> params, Cancellation withdrawal);
}
