// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.ClientLink;
import ai.casys.core.gateway.Gateway;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.McpMethods;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Brings what servers say to the gateways and what they ask of nobody in particular to a client. Servers come up before
 * the gateways do, so what is said until then is said to nobody. Safe for any number of threads.
 */
final class Hearsay {

    private static final Set<String> ABOUT_THE_SERVER =
            Set.of(McpMethods.PROMPTS_LIST_CHANGED, McpMethods.RESOURCES_LIST_CHANGED, McpMethods.RESOURCES_UPDATED);

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
    void notified(String server, JsonRpcNotification notification, Optional<ClientLink> client) {
        if (client.isPresent() && !ABOUT_THE_SERVER.contains(notification.method())) {
            gateways.stream().findFirst().ifPresent(gateway -> gateway.notified(server, notification, client));
            return;
        }
        gateways.forEach(gateway -> gateway.notified(server, notification, client));
    }

    /** The client to ask what a server asks outside of any call. */
    Optional<ClientLink> standingClient() {
        return gateways.stream()
                .flatMap(gateway -> gateway.standingClient().stream())
                .findFirst();
    }
}
