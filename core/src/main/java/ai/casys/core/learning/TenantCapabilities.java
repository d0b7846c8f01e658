// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.Capabilities;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityChange;
import ai.casys.core.learning.capability.CapabilityDecisions;
import ai.casys.core.learning.capability.CapabilityState;
import ai.casys.shared.identity.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The capabilities, read from snapshots and changed on the thread that learns. Safe for any number of threads. */
final class TenantCapabilities implements Capabilities {

    /** Does on that thread what a person decided, and returns when it is written and published. */
    interface Decider extends BiConsumer<TenantId, Function<CapabilityDecisions, List<CapabilityChange>>> {}

    private final Learning learning;
    private final LearningParts parts;
    private final Decider decider;

    TenantCapabilities(Learning learning, LearningParts parts, Decider decider) {
        this.learning = learning;
        this.parts = parts;
        this.decider = decider;
    }

    @Override
    public List<Capability> all(TenantId tenant) {
        return learning.settled(tenant).capabilities().stream()
                .sorted(Comparator.comparing(Capability::name))
                .toList();
    }

    @Override
    public Capability named(TenantId tenant, String name) {
        return all(tenant).stream()
                .filter(capability -> capability.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CapabilityDecisions.missing(name));
    }

    @Override
    public Capability promote(TenantId tenant, String name) {
        decider.accept(tenant, decisions -> decisions.promote(name));
        return named(tenant, name);
    }

    @Override
    public Capability rename(TenantId tenant, String name, String other) {
        decider.accept(tenant, decisions -> decisions.rename(name, other));
        return named(tenant, other);
    }

    @Override
    public Capability merge(TenantId tenant, String name, String into) {
        decider.accept(tenant, decisions -> decisions.merge(name, into));
        return named(tenant, into);
    }

    @Override
    public Capability retire(TenantId tenant, String name) {
        decider.accept(tenant, decisions -> decisions.retire(name));
        return named(tenant, name);
    }

    @Override
    public boolean isCurrent(TenantId tenant, Capability capability) {
        return hasTools(capability, parts.catalogs().apply(tenant), _ -> true);
    }

    @Override
    public List<Capability> offerable(TenantId tenant, Predicate<CatalogTool> visible) {
        if (parts.runner().isEmpty()) {
            return List.of();
        }
        CatalogSnapshot catalog = parts.catalogs().apply(tenant);
        return learning.snapshot(tenant).capabilities().stream()
                .filter(capability -> capability.state() == CapabilityState.ACTIVE)
                .filter(capability -> hasTools(capability, catalog, visible))
                .filter(capability -> parts.runner().get().canRun(capability))
                .toList();
    }

    private static boolean hasTools(Capability capability, CatalogSnapshot catalog, Predicate<CatalogTool> visible) {
        List<ToolKey> tools = capability.definition().tools();
        for (int step = 0; step < tools.size(); step++) {
            String hash = capability.definition().hashes().get(step);
            Optional<CatalogTool> tool = catalog.tool(tools.get(step))
                    .filter(known -> known.hash().equals(hash))
                    .filter(visible);
            if (tool.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
