// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.ListKind;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who wants to hear of changes of which resources, by the address that clients see. Safe for any number of threads; no
 * lock is held while a server is asked.
 */
final class Subscriptions {

    /** Addresses that one watch may follow. */
    static final int MOST_OF_ONE = 1_000;

    private final Servers servers;
    private final Addresses addresses;
    private final ResultRewriting rewriting;
    private final Supplier<Selection> selection;
    private final Map<Watch, Set<String>> watched = new HashMap<>();

    /** @param selection what exists now */
    Subscriptions(Servers servers, Addresses addresses, Supplier<Selection> selection) {
        this.selection = selection;
        this.servers = servers;
        this.addresses = addresses;
        this.rewriting = new ResultRewriting(addresses);
    }

    /**
     * Tells the watch of changes from now on.
     *
     * @throws ProtocolException if no server can have such a resource, or the watch has too many
     * @throws ai.casys.core.api.CasysException if the server refuses
     */
    void add(Watch watch, String uri, Era era, CallContext context) {
        Addresses.Target target = addresses
                .inward(uri)
                .filter(found -> isThere(found.server()))
                .orElseThrow(() -> ResourceErrors.unknown(uri, era));
        if (!note(watch, uri)) {
            return;
        }
        try {
            servers.subscribe(target.server(), target.uri(), context);
        } catch (RuntimeException e) {
            forget(watch, uri);
            throw e;
        }
    }

    /** Tells the watch no more of this resource. */
    void remove(Watch watch, String uri) {
        if (forget(watch, uri)) {
            unsubscribe(uri);
        }
    }

    /** Tells the watch of nothing any more. */
    void removeAll(Watch watch) {
        Set<String> uris;
        synchronized (this) {
            uris = Optional.ofNullable(watched.remove(watch)).orElse(Set.of());
        }
        uris.forEach(this::unsubscribe);
    }

    /** A server says that one of its resources has changed. */
    void updated(String server, RawJson params) {
        if (!isThere(server)) {
            return;
        }
        RawJson outward = rewriting.outward(server, params, "uri");
        Optional<String> uri = Optional.of(outward)
                .filter(RawJson::isObject)
                .flatMap(raw -> RawObject.of(raw).get("uri"))
                .map(value -> value.tree().asString(""));
        JsonRpcNotification notification = new JsonRpcNotification(McpMethods.RESOURCES_UPDATED, Optional.of(outward));
        uri.map(this::watching).orElse(List.of()).forEach(watch -> watch.tell(notification));
    }

    private boolean isThere(String server) {
        return selection.get().offers(ListKind.RESOURCES, server);
    }

    /** An update may name a part of what was subscribed to (2025-11-25, schema, "ResourceUpdatedNotification"). */
    private synchronized List<Watch> watching(String uri) {
        List<Watch> found = new ArrayList<>();
        watched.forEach((watch, uris) -> {
            if (uris.contains(uri) || uris.stream().anyMatch(whole -> isPart(uri, whole))) {
                found.add(watch);
            }
        });
        return found;
    }

    private static boolean isPart(String uri, String whole) {
        return uri.length() > whole.length()
                && uri.startsWith(whole)
                && (whole.endsWith("/") || "/#?".indexOf(uri.charAt(whole.length())) >= 0);
    }

    private synchronized boolean note(Watch watch, String uri) {
        Set<String> uris = watched.computeIfAbsent(watch, key -> new HashSet<>());
        if (uris.size() >= MOST_OF_ONE) {
            throw ProtocolException.invalidParams(
                    "there are already " + MOST_OF_ONE + " subscriptions here, which is the limit");
        }
        return uris.add(uri);
    }

    private synchronized boolean forget(Watch watch, String uri) {
        Set<String> uris = watched.getOrDefault(watch, Set.of());
        boolean known = uris.contains(uri);
        if (known) {
            uris.remove(uri);
            if (uris.isEmpty()) {
                watched.remove(watch);
            }
        }
        return known;
    }

    private void unsubscribe(String uri) {
        addresses.inward(uri).ifPresent(target -> servers.unsubscribe(target.server(), target.uri()));
    }
}
