// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Objects;

/**
 * Where a tool is: the server behind the gateway and the name that server gives it.
 *
 * @param server the server's name in the settings
 * @param tool the server's own name of the tool
 */
public record ToolAddress(String server, String tool) {
    public ToolAddress {
        Objects.requireNonNull(server, "server is null");
        Objects.requireNonNull(tool, "tool is null");
    }

    /** {@code server:tool}. */
    @Override
    public String toString() {
        return server + ":" + tool;
    }
}
