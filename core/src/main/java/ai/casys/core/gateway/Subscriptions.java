// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Who wants to hear of changes of which resources, by the address that clients see. Safe for any number of threads; no
 * lock is held while a server is asked.
 */
final class Subscriptions {

    /** Addresses that one watch may follow. */
    static final int MOST_OF_ONE = 1_000;

    /** Addresses that one user may follow, with all clients together, so that something is left for others. */
    static final int MOST_OF_A_USER = 4_000;

    private final Servers servers;
    private final Addresses addresses;
    private final ResultRewriting rewriting;
    private final Supplier<Selection> selection;
    private final Map<Watch, Map<String, Place>> watched = new HashMap<>();
    private final Map<Owner, Integer> byUser = new HashMap<>();

    /** One address of one watch. */
    private static final class Place {
        /** Whether the server counts it; until then whoever adds it takes it back if it is not wanted any more. */
        private boolean counted;
    }

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
     * @throws ProtocolException if no server can have such a resource, or the watch or its user has too many
     * @throws ai.casys.core.api.CasysException if the server refuses
     */
    void add(Watch watch, String uri, Era era, CallContext context) {
        Addresses.Target target = addresses
                .inward(uri)
                .filter(found -> isThere(found.server()))
                .orElseThrow(() -> ResourceErrors.unknown(uri, era));
        Optional<Place> place = note(watch, uri);
        if (place.isEmpty()) {
            return;
        }
        try {
            servers.subscribe(target.server(), target.uri(), context);
        } catch (RuntimeException e) {
            forget(watch, uri, place.get());
            throw e;
        }
        if (!counted(watch, uri, place.get())) {
            servers.unsubscribe(target.server(), target.uri());
        }
    }

    /** Tells the watch no more of this resource. */
    void remove(Watch watch, String uri) {
        boolean counted;
        synchronized (this) {
            Place place = watched.getOrDefault(watch, Map.of()).get(uri);
            if (place == null) {
                return;
            }
            counted = place.counted;
            drop(watch, uri);
        }
        if (counted) {
            unsubscribe(uri);
        }
    }

    /** Tells the watch of nothing any more. */
    void removeAll(Watch watch) {
        List<String> counted = new ArrayList<>();
        synchronized (this) {
            Map<String, Place> places = Map.copyOf(watched.getOrDefault(watch, Map.of()));
            places.forEach((uri, place) -> {
                if (place.counted) {
                    counted.add(uri);
                }
                drop(watch, uri);
            });
        }
        counted.forEach(this::unsubscribe);
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

    /**
     * An update may name a part of what was subscribed to (2025-11-25, schema, "ResourceUpdatedNotification"). If the part
     * was itself subscribed to, the server may mean that alone, and the address may be the secret of who did.
     */
    private synchronized List<Watch> watching(String uri) {
        List<Watch> exact = new ArrayList<>();
        List<Watch> around = new ArrayList<>();
        watched.forEach((watch, places) -> {
            if (places.containsKey(uri)) {
                exact.add(watch);
            } else if (places.keySet().stream().anyMatch(whole -> isPart(uri, whole))) {
                around.add(watch);
            }
        });
        Set<Owner> named = exact.stream().map(Watch::owner).collect(Collectors.toSet());
        around.removeIf(watch -> !named.isEmpty() && !named.contains(watch.owner()));
        exact.addAll(around);
        return exact;
    }

    private static boolean isPart(String uri, String whole) {
        return uri.length() > whole.length()
                && uri.startsWith(whole)
                && (whole.endsWith("/") || "/#?".indexOf(uri.charAt(whole.length())) >= 0);
    }

    /** Empty if the watch follows it already. */
    private synchronized Optional<Place> note(Watch watch, String uri) {
        Map<String, Place> places = watched.getOrDefault(watch, Map.of());
        if (places.containsKey(uri)) {
            return Optional.empty();
        }
        if (watch.isOver()) {
            throw new CasysException(ErrorCategory.CANCELLED, "the session has ended");
        }
        if (places.size() >= MOST_OF_ONE) {
            throw ProtocolException.invalidParams(
                    "there are already " + MOST_OF_ONE + " subscriptions here, which is the limit");
        }
        int ofUser = byUser.getOrDefault(watch.owner(), 0);
        if (ofUser >= MOST_OF_A_USER) {
            throw ProtocolException.invalidParams("you have " + MOST_OF_A_USER
                    + " subscriptions with all your clients together, which is the limit; take some back");
        }
        byUser.put(watch.owner(), ofUser + 1);
        Place place = new Place();
        watched.computeIfAbsent(watch, key -> new HashMap<>()).put(uri, place);
        return Optional.of(place);
    }

    /** Whether the place is still wanted. */
    private synchronized boolean counted(Watch watch, String uri, Place place) {
        place.counted = true;
        return isThere(watch, uri, place);
    }

    private synchronized void forget(Watch watch, String uri, Place place) {
        if (isThere(watch, uri, place)) {
            drop(watch, uri);
        }
    }

    /** The very one: it may have been taken back and asked for again meanwhile. */
    private boolean isThere(Watch watch, String uri, Place place) {
        return place.equals(watched.getOrDefault(watch, Map.of()).get(uri));
    }

    /** Called with the lock held. */
    private void drop(Watch watch, String uri) {
        watched.computeIfPresent(watch, (key, places) -> {
            places.remove(uri);
            return places.isEmpty() ? null : places;
        });
        byUser.computeIfPresent(watch.owner(), (user, count) -> count == 1 ? null : count - 1);
    }

    private void unsubscribe(String uri) {
        addresses.inward(uri).ifPresent(target -> servers.unsubscribe(target.server(), target.uri()));
    }
}
