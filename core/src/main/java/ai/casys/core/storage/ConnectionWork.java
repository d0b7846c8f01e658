// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection whose transaction somebody else opens and ends; it must not commit, roll back or close. */
@FunctionalInterface
public interface ConnectionWork<T> {

    /** Does the work within the transaction. */
    T run(Connection connection) throws SQLException;
}
