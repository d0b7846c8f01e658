// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.settings.ClientRule;
import ai.casys.core.settings.VirtualServer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which part of everything a gateway shows; it may be another one later.
 *
 * @param virtualServer the part; everything without
 * @param clients what {@code tools/list} shows to whom; looked at only where everything is shown
 */
public record GatewayView(Optional<VirtualServer> virtualServer, List<ClientRule> clients) {

    /** Everything, the same for everybody. */
    public static final GatewayView EVERYTHING = new GatewayView(Optional.empty(), List.of());

    public GatewayView {
        Objects.requireNonNull(virtualServer, "virtualServer is null");
        clients = List.copyOf(clients);
    }
}
