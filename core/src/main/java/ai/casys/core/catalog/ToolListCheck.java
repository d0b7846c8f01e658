// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a server's list as it came and keeps what can be offered; what is dropped is logged, never silently lost. */
final class ToolListCheck {

    static final int MOST_TOOLS = 10_000;
    static final int LONGEST_NAME = 512;

    private static final Logger log = LoggerFactory.getLogger(ToolListCheck.class);
    private static final int SHOWN = 80;

    private ToolListCheck() {}

    static List<CatalogTool> accept(String server, List<Tool> tools) {
        Set<String> names = new HashSet<>();
        List<CatalogTool> accepted = new ArrayList<>(Math.min(tools.size(), MOST_TOOLS));
        for (Tool tool : tools) {
            String name = tool.name();
            if (accepted.size() == MOST_TOOLS) {
                log.warn("server {} lists {} tools; only the first {} are kept", server, tools.size(), MOST_TOOLS);
                break;
            }
            if (!isAcceptable(name)) {
                log.warn(
                        "server {}: tool \"{}\" is dropped: a name is well-formed text of at most {} characters without control characters",
                        server,
                        printable(name),
                        LONGEST_NAME);
                continue;
            }
            if (!names.add(name)) {
                log.warn("server {}: tool \"{}\" is listed twice; the first one counts", server, printable(name));
                continue;
            }
            accepted.add(CatalogTool.of(server, tool));
        }
        return accepted;
    }

    private static boolean isAcceptable(String name) {
        return name.length() <= LONGEST_NAME
                && name.codePoints()
                        .noneMatch(point ->
                                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }

    // A name may come from a hostile server: it must not write lines of its own into the log.
    private static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(SHOWN)
                .forEach(point -> shown.appendCodePoint(
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point));
        return name.length() > shown.length() ? shown + "… (" + name.length() + " characters)" : shown.toString();
    }
}
