// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import ai.casys.shared.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;

/** The way to the data of one tenant. Safe for any number of threads. */
public interface TenantDatabase {

    /**
     * Does the work in one transaction that sees the rows of this tenant only. It is committed when the work returns
     * and rolled back when it throws.
     *
     * @throws ai.casys.core.api.CasysException (UNAVAILABLE) when the database cannot be reached; other failures of
     *     the work come out as INTERNAL
     */
    <R> R inTenant(TenantId tenant, Work<R> work);

    /**
     * What is done in a transaction.
     *
     * @param <R> its result; work without one returns whatever is at hand, such as a row count
     */
    @FunctionalInterface
    interface Work<R> {

        /** Does it. The connection ends with the transaction and must not be kept, committed or closed. */
        R on(Connection connection) throws SQLException;
    }
}
