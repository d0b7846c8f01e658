// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.util.Objects;

/**
 * As whom the two kinds of work enter the database.
 *
 * @param systemOpening what a system connection says first to become the system role; empty or starts with a semicolon
 */
record RoleAddresses(ConnectionAddress app, ConnectionAddress system, String systemOpening) {
    RoleAddresses {
        Objects.requireNonNull(app, "app is null");
        Objects.requireNonNull(system, "system is null");
        Objects.requireNonNull(systemOpening, "systemOpening is null");
    }
}
