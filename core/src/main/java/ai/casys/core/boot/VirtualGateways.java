// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.VirtualServerSummary;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.GatewayOptions;
import ai.casys.core.gateway.GatewayParts;
import ai.casys.core.gateway.GatewayView;
import ai.casys.core.gateway.LogWishes;
import ai.casys.core.gateway.VirtualServers;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway for each virtual server of the settings. Settings are taken over by one thread at a time; everything else
 * may be called by any.
 */
final class VirtualGateways implements VirtualServers, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(VirtualGateways.class);

    private final GatewayOptions options;
    private final GatewayParts parts;
    private final LogWishes logWishes;
    private final Hearsay hearsay;
    private volatile Map<String, Shown> shown = Map.of();

    private record Shown(VirtualServer settings, Gateway gateway) {}

    /** @param options those of the gateway that shows everything */
    VirtualGateways(GatewayOptions options, GatewayParts parts, LogWishes logWishes, Hearsay hearsay) {
        // What a virtual server lists is its own affair; it has the meta-tools and addresses of its own in any case.
        this.options = new GatewayOptions(
                options.self(),
                new Exposure.All(),
                Optional.empty(),
                options.callTimeout(),
                options.sessionIdle(),
                options.mostSessionsPerCaller());
        this.parts = parts;
        this.logWishes = logWishes;
        this.hearsay = hearsay;
    }

    /** From now on there are these: new ones come, others change or end. */
    void show(Map<String, VirtualServer> wanted) {
        Map<String, Shown> before = shown;
        Map<String, Shown> after = new TreeMap<>();
        wanted.forEach((name, settings) -> after.put(
                name,
                Optional.ofNullable(before.get(name))
                        .map(present -> new Shown(settings, present.gateway()))
                        .orElseGet(() -> new Shown(settings, open(settings)))));
        shown = Map.copyOf(after);
        after.forEach((name, now) -> Optional.ofNullable(before.get(name))
                .filter(then -> !then.settings().equals(now.settings()))
                .ifPresent(_ -> now.gateway().show(view(now.settings()))));
        before.forEach((name, gone) -> {
            if (!after.containsKey(name)) {
                end(name, gone.gateway());
            }
        });
        problems().forEach(problem -> log.warn("{}", problem));
    }

    @Override
    public Optional<Gateway> apply(String name) {
        return Optional.ofNullable(shown.get(name)).map(Shown::gateway);
    }

    @Override
    public void tidySessions() {
        shown.values().forEach(view -> view.gateway().tidySessions());
    }

    @Override
    public void endSessions() {
        shown.values().forEach(view -> view.gateway().close());
    }

    /** Tells those clients whose tool list is another one now. */
    void toolsChanged() {
        shown.values().forEach(view -> view.gateway().toolsChanged());
    }

    int sessionCount() {
        return shown.values().stream()
                .mapToInt(view -> view.gateway().sessionCount())
                .sum();
    }

    /** All of them, by name. */
    List<VirtualServerSummary> summaries() {
        return new TreeMap<>(shown)
                .values().stream()
                        .map(view -> new VirtualServerSummary(
                                view.settings().name(),
                                "/mcp/" + view.settings().name(),
                                view.gateway().toolCount(),
                                view.gateway().sessionCount()))
                        .toList();
    }

    /** What of their settings has no effect now; sentences for a person. */
    List<String> problems() {
        return new TreeMap<>(shown)
                .values().stream()
                        .flatMap(view -> view.gateway().problems().stream())
                        .toList();
    }

    @Override
    public void close() {
        show(Map.of());
    }

    private Gateway open(VirtualServer settings) {
        Gateway gateway = new Gateway(options, parts.with(logWishes.of(settings.name())), view(settings));
        hearsay.add(gateway);
        return gateway;
    }

    private void end(String name, Gateway gateway) {
        hearsay.remove(gateway);
        gateway.close();
        logWishes.forget(name);
    }

    private static GatewayView view(VirtualServer settings) {
        return new GatewayView(Optional.of(settings), List.of());
    }
}
