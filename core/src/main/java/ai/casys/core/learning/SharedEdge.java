// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import java.util.Objects;

/**
 * Two tools that go together for many tenants.
 *
 * @param from the hash of the first one's definition
 * @param to the hash of the second one's
 * @param probability of the second where the first is used, 0 to 1
 */
public record SharedEdge(String from, String to, double probability) {
    public SharedEdge {
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
    }
}
