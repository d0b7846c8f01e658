// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolScreen;
import ai.casys.core.catalog.WithholdingReason;
import ai.casys.core.settings.CatalogSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the pins of all tools, in memory, and judges definitions by them and by the settings. Safe for any number of
 * threads; the tools of one server are sighted by one thread at a time. A pin never moves by itself: only
 * {@link #approved} replaces it.
 */
public final class ToolGuard implements ToolScreen {

    /** More different tools than this are not pinned for one server; those after them are withheld. */
    public static final int MOST_PINS_PER_SERVER = 20_000;

    private record Scanned(String hash, List<Finding> findings) {}

    private final Map<String, Map<String, ToolPin>> pins = new ConcurrentHashMap<>();
    private final Map<String, ToolScanner> scanners = new ConcurrentHashMap<>();
    private final Map<ToolKey, Scanned> scans = new ConcurrentHashMap<>();
    private final Set<String> builtin;
    private volatile CatalogSettings settings;

    /** @param builtin servers that are part of the program, whose tools need no trust */
    public ToolGuard(CatalogSettings settings, Set<String> builtin) {
        this.settings = settings;
        this.builtin = Set.copyOf(builtin);
    }

    /** Judges by other settings from now on; the catalogue has to be screened again. */
    public void settings(CatalogSettings changed) {
        settings = changed;
    }

    /** The settings it judges by. */
    public CatalogSettings settings() {
        return settings;
    }

    /** Takes over the pins of earlier runs. */
    public void load(Collection<ToolPin> known) {
        known.forEach(this::put);
    }

    /**
     * Takes note of everything that a server lists now and pins what was never seen.
     *
     * @return the new pins, to be stored
     */
    public List<ToolPin> sight(String server, List<CatalogTool> tools, Instant now) {
        scanners.put(
                server,
                new ToolScanner(tools.stream().map(tool -> tool.key().tool()).toList()));
        scans.keySet().removeIf(key -> key.server().equals(server));
        if (builtin.contains(server)) {
            return List.of();
        }
        Map<String, ToolPin> known = pins.computeIfAbsent(server, any -> new ConcurrentHashMap<>());
        boolean accepted = known.isEmpty() || settings.onNew() == CatalogSettings.Reaction.WARN;
        List<ToolPin> fresh = new ArrayList<>();
        for (CatalogTool tool : tools) {
            if (!known.containsKey(tool.key().tool()) && known.size() + fresh.size() < MOST_PINS_PER_SERVER) {
                fresh.add(new ToolPin(tool.key(), tool.hash(), now, accepted, Optional.empty()));
            }
        }
        fresh.forEach(this::put);
        if (settings.onFlag() == CatalogSettings.Reaction.QUARANTINE) {
            // Here rather than in the screening, which holds up every other server.
            tools.forEach(this::findings);
        }
        return fresh;
    }

    /** A person looked at the pin's definition and approved it; the catalogue has to be screened again. */
    public void approved(ToolPin pin) {
        put(pin);
    }

    /** The tool's pin, if it has one. */
    public Optional<ToolPin> pin(ToolKey key) {
        return Optional.ofNullable(pins.getOrDefault(key.server(), Map.of()).get(key.tool()));
    }

    /** What is suspicious in the tool's definition; scanned when first asked for. */
    public List<Finding> findings(CatalogTool tool) {
        if (builtin.contains(tool.key().server())) {
            return List.of();
        }
        Scanned known = scans.get(tool.key());
        if (known != null && known.hash().equals(tool.hash())) {
            return known.findings();
        }
        ToolScanner scanner = scanners.getOrDefault(
                tool.key().server(), new ToolScanner(List.of(tool.key().tool())));
        Scanned scanned = new Scanned(tool.hash(), scanner.scan(tool.tool()));
        scans.put(tool.key(), scanned);
        return scanned.findings();
    }

    /** What is known for and against the tool. */
    public ToolStanding standing(CatalogTool tool) {
        Optional<ToolPin> pin = pin(tool.key());
        return new ToolStanding(pin, hasChanged(tool, pin), findings(tool), reasonsToWithhold(tool));
    }

    @Override
    public Set<WithholdingReason> reasonsToWithhold(CatalogTool tool) {
        EnumSet<WithholdingReason> reasons = EnumSet.noneOf(WithholdingReason.class);
        if (builtin.contains(tool.key().server())) {
            return reasons;
        }
        CatalogSettings rules = settings;
        Optional<ToolPin> pin = pin(tool.key());
        if (pin.isEmpty()) {
            reasons.add(WithholdingReason.NEW);
            return reasons;
        }
        boolean changed = hasChanged(tool, pin);
        boolean approved = !changed && pin.get().approval().isPresent();
        if (changed && rules.onChange() == CatalogSettings.Reaction.QUARANTINE) {
            reasons.add(WithholdingReason.CHANGED);
        }
        if (!pin.get().accepted() && rules.onNew() == CatalogSettings.Reaction.QUARANTINE) {
            reasons.add(WithholdingReason.NEW);
        }
        if (!approved
                && rules.onFlag() == CatalogSettings.Reaction.QUARANTINE
                && !findings(tool).isEmpty()) {
            reasons.add(WithholdingReason.FLAGGED);
        }
        return reasons;
    }

    private static boolean hasChanged(CatalogTool tool, Optional<ToolPin> pin) {
        return pin.isPresent() && !pin.get().hash().equals(tool.hash());
    }

    private void put(ToolPin pin) {
        pins.computeIfAbsent(pin.key().server(), any -> new ConcurrentHashMap<>())
                .put(pin.key().tool(), pin);
    }
}
