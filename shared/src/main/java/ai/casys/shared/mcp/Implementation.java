// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import java.util.Objects;

/** Name and version of a client or a server, as it introduces itself. */
public record Implementation(String name, String version) {
    public Implementation {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(version, "version is null");
    }
}
