// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.core.call.Servers;
import ai.casys.core.upstream.UpstreamServers;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The servers behind the gateway, as the gateway sees them. */
record UpstreamFeatures(UpstreamServers upstream) implements Servers {

    @Override
    public List<String> having(String capability) {
        return upstream.having(capability);
    }

    @Override
    public Optional<Era> era(String server) {
        return upstream.era(server);
    }

    @Override
    public List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller) {
        return upstream.list(server, kind, limit, caller);
    }

    @Override
    public RawJson request(String server, String method, RawJson params, CallContext context) {
        return upstream.request(server, method, params, context);
    }

    @Override
    public void subscribe(String server, String uri, CallContext context) {
        upstream.subscribe(server, uri, context);
    }

    @Override
    public void unsubscribe(String server, String uri) {
        upstream.unsubscribe(server, uri);
    }

    @Override
    public void rootsChanged(Owner user) {
        upstream.rootsChanged(user);
    }
}
