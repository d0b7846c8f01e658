// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.shared.identity.TenantId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * For whom is searched. What is found, how good it is and in which order depends on the visible tools and on what was
 * learned for the tenant about those, as if there were no others.
 *
 * @param tenant whose learned knowledge counts; without one nothing learned does
 * @param visible what the caller may see
 * @param names further names of tools, on which patterns fit
 * @param used tools that the caller has used for what it is at
 */
public record SearchScope(
        Optional<TenantId> tenant, Predicate<CatalogTool> visible, Map<ToolKey, String> names, Set<ToolKey> used) {
    public SearchScope {
        Objects.requireNonNull(tenant, "tenant is null");
        Objects.requireNonNull(visible, "visible is null");
        names = Map.copyOf(names);
        used = Set.copyOf(used);
    }

    /** For somebody of a tenant. */
    public static SearchScope of(TenantId tenant, Predicate<CatalogTool> visible) {
        return new SearchScope(Optional.of(tenant), visible, Map.of(), Set.of());
    }

    /** For nobody in particular: nothing learned counts. */
    public static SearchScope untaught(Predicate<CatalogTool> visible) {
        return new SearchScope(Optional.empty(), visible, Map.of(), Set.of());
    }

    /** The same where some tools have further names. */
    public SearchScope naming(Map<ToolKey, String> newNames) {
        return new SearchScope(tenant, visible, newNames, used);
    }

    /** The same after these tools were used. */
    public SearchScope after(Set<ToolKey> newUsed) {
        return new SearchScope(tenant, visible, names, newUsed);
    }
}
