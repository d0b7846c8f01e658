// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.plan.Planner;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.ToolCalls;
import ai.casys.core.gateway.VirtualServers;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.core.learning.LearnedData;
import ai.casys.core.spi.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the HTTP side gives access to.
 *
 * @param gateway behind {@code /mcp}
 * @param virtualServers the gateway behind {@code /mcp/<name>}, if there is one of that name; asked at each request
 * @param tools what answers calls outside of MCP; never with a task
 * @param callTimeout longest wait for the answer to a tool call
 * @param learned what is kept of each tenant's searches and calls
 * @param routes further routes, of extensions
 */
public record HttpParts(
        Gateway gateway,
        VirtualServers virtualServers,
        Gatekeeper gatekeeper,
        Catalog catalog,
        ToolSearch search,
        Planner planner,
        ToolCalls tools,
        ToolReviews reviews,
        Duration callTimeout,
        LearnedData learned,
        EngineView engine,
        List<Route> routes) {
    public HttpParts {
        Objects.requireNonNull(gateway, "gateway is null");
        Objects.requireNonNull(virtualServers, "virtualServers is null");
        Objects.requireNonNull(gatekeeper, "gatekeeper is null");
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(search, "search is null");
        Objects.requireNonNull(planner, "planner is null");
        Objects.requireNonNull(tools, "tools is null");
        Objects.requireNonNull(reviews, "reviews is null");
        Objects.requireNonNull(callTimeout, "callTimeout is null");
        Objects.requireNonNull(learned, "learned is null");
        Objects.requireNonNull(engine, "engine is null");
        routes = List.copyOf(routes);
    }
}
