// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.RunListener;
import ai.casys.core.call.Servers;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.gateway.parking.Parking;
import ai.casys.core.gateway.parking.ParkingLimits;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.mcp.Implementation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What a gateway under test works with, where nothing else is said. */
public final class TestParts {

    private TestParts() {}

    /** The shape of a gateway that waits half a minute for a call and an hour for an idle session. */
    public static GatewayOptions options(Exposure exposure, Optional<String> plainServer, int mostSessions) {
        return new GatewayOptions(
                new Implementation("casys", "1.2.3"),
                exposure,
                plainServer,
                Duration.ofSeconds(30),
                Duration.ofMinutes(60),
                mostSessions);
    }

    public static GatewayParts of(
            Catalog catalog, ToolSearch search, ToolCalls tools, Servers servers, InstantSource clock) {
        return of(catalog, search, tools, servers, clock, Duration.ofMinutes(10));
    }

    /** @param parkedFor how long a question waits for its answer */
    public static GatewayParts of(
            Catalog catalog,
            ToolSearch search,
            ToolCalls tools,
            Servers servers,
            InstantSource clock,
            Duration parkedFor) {
        return new GatewayParts(
                catalog,
                search,
                tools,
                RunListener.NONE,
                servers,
                levels(servers),
                Parking.open(UUID.randomUUID(), new MemoryRows(), ParkingLimits.keeping(parkedFor)),
                Keyset.create(),
                parkedFor,
                clock);
    }

    private static Consumer<Optional<String>> levels(Servers servers) {
        return level -> {
            if (servers instanceof FakeServers fake) {
                fake.logLevel(level);
            }
        };
    }
}
