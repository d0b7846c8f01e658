// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.RunListener;
import ai.casys.core.call.Servers;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.gateway.parking.Parking;
import ai.casys.core.identity.keyset.Keyset;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a gateway works with.
 *
 * @param tools the one way tools are called
 * @param runs hears of searches
 * @param servers the servers as far as they offer more than tools
 * @param logLevel hears which log messages of servers the clients want: the least severe ones by their name in the
 *     protocol, or none
 * @param parking where calls wait for answers of clients without session
 * @param keyset seals what such clients carry
 * @param parkedFor how long they may take
 */
public record GatewayParts(
        Catalog catalog,
        ToolSearch search,
        ToolCalls tools,
        RunListener runs,
        Servers servers,
        Consumer<Optional<String>> logLevel,
        Parking parking,
        Keyset keyset,
        Duration parkedFor,
        InstantSource clock) {
    public GatewayParts {
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(search, "search is null");
        Objects.requireNonNull(tools, "tools is null");
        Objects.requireNonNull(runs, "runs is null");
        Objects.requireNonNull(servers, "servers is null");
        Objects.requireNonNull(logLevel, "logLevel is null");
        Objects.requireNonNull(parking, "parking is null");
        Objects.requireNonNull(keyset, "keyset is null");
        Objects.requireNonNull(parkedFor, "parkedFor is null");
        Objects.requireNonNull(clock, "clock is null");
    }

    /** The same for another gateway, whose clients have wishes of their own. */
    public GatewayParts with(Consumer<Optional<String>> otherLevel) {
        return new GatewayParts(catalog, search, tools, runs, servers, otherLevel, parking, keyset, parkedFor, clock);
    }
}
