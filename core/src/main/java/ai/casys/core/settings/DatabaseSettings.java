// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Objects;
import java.util.Optional;

/**
 * Where the data lives. {@code toString} never shows an address, since addresses carry passwords.
 *
 * @param url the migrator's address (URL or JDBC form); empty for the embedded database
 * @param appUrl the application role's address; empty to let the migrator create the role
 * @param poolSize connections of the application's pool, 1 to 200
 */
public record DatabaseSettings(Optional<String> url, Optional<String> appUrl, int poolSize) {

    /** What holds when nothing is configured: the embedded database. */
    public static final DatabaseSettings DEFAULTS = new DatabaseSettings(Optional.empty(), Optional.empty(), 10);

    public DatabaseSettings {
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(appUrl, "appUrl is null");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + (url.isPresent() ? "external" : "embedded") + ", pool of " + poolSize + "]";
    }
}
