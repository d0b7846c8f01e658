// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.web;

import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.net.OutboundHttp;
import java.time.Duration;
import java.util.List;

/** Lists the tools of the {@code web} server. */
public final class WebServer {

    private WebServer() {}

    /**
     * The tools.
     *
     * @param maxBytes how much of a page is read
     * @param timeout for one page, redirects included
     */
    public static List<BuiltinTool> tools(OutboundHttp http, int maxBytes, Duration timeout) {
        PageLoader loader = new PageLoader(http, maxBytes, timeout);
        return List.of(new FetchTool(loader), new ExtractLinksTool(loader));
    }
}
