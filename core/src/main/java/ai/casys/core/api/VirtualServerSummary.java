// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Objects;

/**
 * A named part of everything at one moment.
 *
 * @param path where clients reach it, such as {@code /mcp/notes}
 * @param tools tools that can be called there now
 * @param sessions open sessions of clients
 */
public record VirtualServerSummary(String name, String path, int tools, int sessions) {
    public VirtualServerSummary {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(path, "path is null");
    }
}
