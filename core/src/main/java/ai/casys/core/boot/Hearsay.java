// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.Audience;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.upstream.StandingClients;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Brings what servers say to the gateways and what they ask of nobody in particular to a client. Servers come up before
 * the gateways do, so what is said until then is said to nobody. Safe for any number of threads.
 */
final class Hearsay implements StandingClients {

    private final List<Gateway> gateways = new CopyOnWriteArrayList<>();

    /** From now on this gateway hears. */
    void add(Gateway gateway) {
        gateways.add(gateway);
    }

    /** From now on this gateway hears no more. */
    void remove(Gateway gateway) {
        gateways.remove(gateway);
    }

    /** What belongs to one client's call is told once, and everything else to every gateway. */
    void notified(String server, JsonRpcNotification notification, Audience audience) {
        switch (audience) {
            case Audience.Client _ ->
                gateways.stream().findFirst().ifPresent(gateway -> gateway.notified(server, notification, audience));
            case Audience.User _, Audience.Everyone _ ->
                gateways.forEach(gateway -> gateway.notified(server, notification, audience));
        }
    }

    @Override
    public Optional<Owner> onlyUser() {
        List<Owner> users = gateways.stream()
                .flatMap(gateway -> gateway.users().stream())
                .distinct()
                .limit(2)
                .toList();
        return users.size() == 1 ? Optional.of(users.getFirst()) : Optional.empty();
    }

    @Override
    public Optional<ClientLink> withRoots(Owner user) {
        return gateways.stream()
                .flatMap(gateway -> gateway.standingClient(user).stream())
                .findFirst();
    }
}
