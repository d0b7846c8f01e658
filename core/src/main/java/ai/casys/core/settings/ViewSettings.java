// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The different faces of one gateway.
 *
 * @param clients in the file's order; the first that fits a client holds
 * @param virtualServers by name, in the file's order
 */
public record ViewSettings(List<ClientRule> clients, Map<String, VirtualServer> virtualServers) {

    /** Everybody sees the same. */
    public static final ViewSettings NONE = new ViewSettings(List.of(), Map.of());

    public ViewSettings {
        clients = List.copyOf(clients);
        virtualServers = Collections.unmodifiableMap(new LinkedHashMap<>(virtualServers));
    }
}
