// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.About;
import ai.casys.core.gateway.GatewayOptions;
import ai.casys.core.gateway.GatewayView;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.Settings;
import ai.casys.core.settings.ViewSettings;
import ai.casys.shared.mcp.Implementation;
import java.util.Optional;

/** What the settings mean for the gateway. */
final class GatewayChoice {

    private GatewayChoice() {}

    static GatewayOptions of(Settings settings, About about) {
        return new GatewayOptions(
                new Implementation(about.name(), about.version()),
                settings.exposure(),
                plainServer(settings),
                settings.upstream().callTimeout(),
                settings.http().sessionIdle(),
                GatewayOptions.MOST_SESSIONS_PER_CALLER);
    }

    /** What the gateway that shows everything shows to whom. */
    static GatewayView view(ViewSettings views) {
        return new GatewayView(Optional.empty(), views.clients());
    }

    /** The settings have made sure that there is exactly one server where it is exposed plainly. */
    private static Optional<String> plainServer(Settings settings) {
        return switch (settings.exposure()) {
            case Exposure.Plain _ -> settings.servers().keySet().stream().findFirst();
            case Exposure.Meta _, Exposure.All _, Exposure.Matching _ -> Optional.empty();
        };
    }
}
