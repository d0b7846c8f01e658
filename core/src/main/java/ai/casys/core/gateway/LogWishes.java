// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Servers have one log level each, and every gateway before them has clients with wishes of their own: what is asked for
 * is the least severe level that any gateway wants. Safe for any number of threads.
 */
public final class LogWishes {

    private final Consumer<Optional<String>> servers;
    private final Map<String, String> wishes = new HashMap<>();

    /** @param servers hear which messages are wanted, the least severe ones by their name in the protocol */
    public LogWishes(Consumer<Optional<String>> servers) {
        this.servers = servers;
    }

    /**
     * Hears what one gateway wants.
     *
     * @param gateway tells the gateways apart
     */
    public Consumer<Optional<String>> of(String gateway) {
        return level -> wish(gateway, level);
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
        servers.accept(least);
    }
}
