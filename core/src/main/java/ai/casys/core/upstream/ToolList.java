// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.McpClient;
import java.time.Duration;
import java.util.List;

/**
 * The tools of one open connection, and the calm with which changes of them are followed: several announcements in a row
 * cause one reading, and a server that announces changes without making any is asked more and more rarely. Owned by the
 * supervising thread.
 */
final class ToolList {

    private static final int LONGEST_PAUSE_FACTOR = 256;

    private final McpClient client;
    private final Duration debounce;
    private List<Tool> tools;
    private int pauseFactor = 1;

    private ToolList(McpClient client, Duration debounce, List<Tool> tools) {
        this.client = client;
        this.debounce = debounce;
        this.tools = tools;
    }

    /** Reads the tools for the first time. */
    static ToolList read(McpClient client, Duration debounce, Duration timeout) {
        return new ToolList(client, debounce, fetch(client, timeout));
    }

    /** As they were read last. */
    List<Tool> tools() {
        return tools;
    }

    /** How long to wait after an announcement before reading. */
    Duration pause() {
        return debounce.multipliedBy(pauseFactor);
    }

    /** Reads again; returns whether anything is different. */
    boolean refresh(Duration timeout) {
        List<Tool> fresh = fetch(client, timeout);
        if (fresh.equals(tools)) {
            pauseFactor = Math.min(pauseFactor * 2, LONGEST_PAUSE_FACTOR);
            return false;
        }
        pauseFactor = 1;
        tools = fresh;
        return true;
    }

    /** A server need not have tools at all, and not every server without them declares so. */
    private static List<Tool> fetch(McpClient client, Duration timeout) {
        try {
            return List.copyOf(client.listTools(timeout));
        } catch (JsonRpcException e) {
            if (e.error().code() == JsonRpcError.METHOD_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }
}
