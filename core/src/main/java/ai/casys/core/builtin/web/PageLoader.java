// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.web;

import ai.casys.core.api.CasysException;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.net.OutboundHttp;
import ai.casys.core.net.OutboundRequest;
import ai.casys.core.net.OutboundResponse;
import java.time.Duration;
import java.util.Map;

/** Loads pages within the limits of the operator and of the call. Thread-safe. */
final class PageLoader {

    private static final Map<String, String> HEADERS = Map.of(
            "Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,application/json;q=0.9,*/*;q=0.5",
            "Accept-Language", "en,*;q=0.5");

    private final OutboundHttp http;
    private final int maxBytes;
    private final Duration timeout;

    PageLoader(OutboundHttp http, int maxBytes, Duration timeout) {
        this.http = http;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    Page load(OutboundRequest.Method method, String url, Budget budget) {
        Duration left = budget.remaining().compareTo(timeout) < 0 ? budget.remaining() : timeout;
        try {
            OutboundResponse response =
                    http.send(new OutboundRequest(method, url, HEADERS, maxBytes, left, budget.cancellation()));
            return new Page(url, response);
        } catch (CasysException e) {
            // The end of the whole call is the call's failure; everything else is something the model can act on.
            budget.checkNow();
            throw new ToolFailure(e.getMessage(), e);
        }
    }
}
