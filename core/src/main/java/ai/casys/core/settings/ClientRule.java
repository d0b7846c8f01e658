// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Objects;

/**
 * What {@code tools/list} shows to the clients that call themselves so. A convenience, not a boundary: clients say their
 * names themselves.
 *
 * @param client a glob over {@code clientInfo.name}
 * @param exposure never plain
 */
public record ClientRule(String client, Exposure exposure) {
    public ClientRule {
        Objects.requireNonNull(client, "client is null");
        if (Objects.requireNonNull(exposure, "exposure is null") instanceof Exposure.Plain) {
            throw new IllegalArgumentException("a client's list cannot be plain");
        }
    }
}
