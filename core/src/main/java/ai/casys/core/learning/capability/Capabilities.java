// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.shared.identity.TenantId;
import java.util.List;
import java.util.function.Predicate;

/**
 * The capabilities of each tenant. Methods block unless they say otherwise, and throw
 * {@link ai.casys.core.api.CasysException}: {@code NOT_FOUND} if there is none of that name, {@code UNAVAILABLE} if the
 * database is away or the engine stops, {@code TIMEOUT} if it takes too long. Safe for any number of threads.
 */
public interface Capabilities {

    /** All of a tenant's, of whatever state, by name. */
    List<Capability> all(TenantId tenant);

    /** The one of that name. */
    Capability named(TenantId tenant, String name);

    /** Makes it active and forgives its failures. */
    Capability promote(TenantId tenant, String name);

    /** Gives it another name; {@code INVALID_INPUT} if that is taken or not legal. */
    Capability rename(TenantId tenant, String name, String other);

    /** Retires it and counts its runs as another's from now on, which is returned; {@code INVALID_INPUT} if they differ. */
    Capability merge(TenantId tenant, String name, String into);

    /** Retires it; it is not learned again. */
    Capability retire(TenantId tenant, String name);

    /** Whether all its tools are offered now, as they were defined when it was last seen. Does not block. */
    boolean isCurrent(TenantId tenant, Capability capability);

    /**
     * Those that search may offer: active, current, with something that can run them. Does not block.
     *
     * @param visible what the caller may see; a capability with any other tool is left out
     */
    List<Capability> offerable(TenantId tenant, Predicate<CatalogTool> visible);
}
