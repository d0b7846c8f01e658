// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Servers have one log level each, and every gateway before them has clients with wishes of their own: what is asked for
 * is the least severe level that any gateway wants. Safe for any number of threads.
 */
public final class LogWishes {

    private final Servers servers;
    private final Map<String, String> wishes = new HashMap<>();

    /** @param servers those that the gateways share */
    public LogWishes(Servers servers) {
        this.servers = servers;
    }

    /**
     * The servers as one gateway sees them.
     *
     * @param gateway tells the gateways apart
     */
    public Servers of(String gateway) {
        return new Shared(gateway);
    }

    /** The gateway is gone, and its wish with it. */
    public void forget(String gateway) {
        wish(gateway, Optional.empty());
    }

    private void wish(String gateway, Optional<String> level) {
        Optional<String> least;
        synchronized (this) {
            wishes.remove(gateway);
            level.ifPresent(wanted -> wishes.put(gateway, wanted));
            least = LogLevels.least(wishes.values());
        }
        servers.logLevel(least);
    }

    private final class Shared implements Servers {

        private final String gateway;

        Shared(String gateway) {
            this.gateway = gateway;
        }

        @Override
        public List<String> having(String capability) {
            return servers.having(capability);
        }

        @Override
        public Optional<Era> era(String server) {
            return servers.era(server);
        }

        @Override
        public List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller) {
            return servers.list(server, kind, limit, caller);
        }

        @Override
        public RawJson request(String server, String method, RawJson params, CallContext context) {
            return servers.request(server, method, params, context);
        }

        @Override
        public void subscribe(String server, String uri, CallContext context) {
            servers.subscribe(server, uri, context);
        }

        @Override
        public void unsubscribe(String server, String uri) {
            servers.unsubscribe(server, uri);
        }

        @Override
        public void logLevel(Optional<String> level) {
            wish(gateway, level);
        }

        @Override
        public void rootsChanged() {
            servers.rootsChanged();
        }
    }
}
