// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Objects;

/** A tool's own identity: the server it belongs to and the name that server gives it. */
public record ToolKey(String server, String tool) implements Comparable<ToolKey> {
    public ToolKey {
        Objects.requireNonNull(server, "server is null");
        Objects.requireNonNull(tool, "tool is null");
    }

    @Override
    public int compareTo(ToolKey other) {
        int byServer = server.compareTo(other.server);
        return byServer != 0 ? byServer : tool.compareTo(other.tool);
    }

    /** {@code server:tool}. */
    @Override
    public String toString() {
        return server + ":" + tool;
    }
}
