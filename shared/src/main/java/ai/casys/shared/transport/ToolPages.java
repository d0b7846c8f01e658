// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.ListToolsParams;
import ai.casys.shared.mcp.ListToolsResult;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the pages of {@code tools/list}, within bounds that no honest server meets. */
final class ToolPages {

    private static final Logger log = LoggerFactory.getLogger(ToolPages.class);
    private static final int MAX_PAGES = 1000;
    private static final int MAX_TOOLS = 100_000;

    private final McpClient client;

    ToolPages(McpClient client) {
        this.client = client;
    }

    List<Tool> all(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        List<Tool> tools = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < MAX_PAGES; page++) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            ListToolsResult result = page(cursor, left);
            result.tools().forEach(definition -> add(definition, tools));
            if (tools.size() > MAX_TOOLS) {
                throw broken("lists more than " + MAX_TOOLS + " tools");
            }
            cursor = result.nextCursor();
            if (cursor.isEmpty()) {
                return List.copyOf(tools);
            }
            if (!cursors.add(cursor.get())) {
                throw broken("repeats a cursor in tools/list, so its pages never end");
            }
        }
        throw broken("lists tools on more than " + MAX_PAGES + " pages");
    }

    private ListToolsResult page(Optional<String> cursor, Duration left) {
        RawJson params = new ListToolsParams(cursor).toRawJson();
        RawJson result = client.send(McpMethods.TOOLS_LIST, Optional.of(params), CallListener.NONE)
                .await(left);
        try {
            return ListToolsResult.parse(result);
        } catch (IllegalArgumentException e) {
            throw broken("answers tools/list wrongly: " + e.getMessage());
        }
    }

    private void add(RawJson definition, List<Tool> tools) {
        try {
            tools.add(Tool.parse(definition));
        } catch (IllegalArgumentException e) {
            log.warn("{}: a tool is left out: {}", client.description(), e.getMessage());
        }
    }

    private TransportException broken(String what) {
        return new TransportException(TransportException.Kind.PROTOCOL, "\"" + client.description() + "\" " + what);
    }
}
