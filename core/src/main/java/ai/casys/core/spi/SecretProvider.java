// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import ai.casys.shared.identity.TenantId;
import java.util.Optional;

/** Where the tenants' own secrets come from. Safe for any number of threads; may wait for the database. */
@FunctionalInterface
public interface SecretProvider {

    /** There are no secrets: every name is unknown. Holds where no extension provides another. */
    SecretProvider NONE = (tenant, name) -> Optional.empty();

    /**
     * The tenant's secret of this name, empty when the tenant has none.
     *
     * @throws ai.casys.core.api.CasysException when the secret exists but cannot be had now
     */
    Optional<Secret> find(TenantId tenant, String name);
}
