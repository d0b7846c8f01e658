// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.Map;
import java.util.Objects;

/**
 * What an extension is given to work with. {@code toString} never shows the settings' values.
 *
 * @param settings the values of its section of the settings, as text, by key; only keys it declared
 * @param database the way to the tenants' data
 */
public record ExtensionContext(Map<String, String> settings, TenantDatabase database) {

    public ExtensionContext {
        settings = Map.copyOf(settings);
        Objects.requireNonNull(database, "database is null");
    }

    @Override
    public String toString() {
        return "ExtensionContext[settings " + settings.keySet() + "]";
    }
}
