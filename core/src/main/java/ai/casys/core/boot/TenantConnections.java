// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.spi.TenantDatabase;
import ai.casys.core.storage.Database;
import ai.casys.shared.identity.TenantId;

/** The extensions' way to the tenants' data: the core's own, which isolates tenants in the database. */
record TenantConnections(Database database) implements TenantDatabase {

    @Override
    public <R> R inTenant(TenantId tenant, Work<R> work) {
        return database.inTenantConnection(tenant, work::on);
    }
}
