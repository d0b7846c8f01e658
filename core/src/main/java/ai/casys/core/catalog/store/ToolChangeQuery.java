// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import java.util.Objects;
import java.util.Optional;

/**
 * Which changes are asked for, newest first.
 *
 * @param limit how many at most, 1 to 1,000
 */
public record ToolChangeQuery(Optional<String> server, Optional<String> tool, int limit) {

    private static final int MOST = 1000;

    public ToolChangeQuery {
        Objects.requireNonNull(server, "server is null");
        Objects.requireNonNull(tool, "tool is null");
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + MOST);
        }
    }

    /** The newest changes of all tools. */
    public static ToolChangeQuery newest(int limit) {
        return new ToolChangeQuery(Optional.empty(), Optional.empty(), limit);
    }
}
