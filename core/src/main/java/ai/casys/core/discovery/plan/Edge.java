// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.Objects;

/**
 * One tool before another.
 *
 * @param from the name of the tool that comes first
 * @param to the name of the tool that waits for it
 */
public record Edge(String from, String to) {
    public Edge {
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
        if (from.equals(to)) {
            throw new IllegalArgumentException("\"" + from + "\" cannot come before itself");
        }
    }
}
