// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * An extension's own section of the {@code casys} settings. A key that is not declared here is refused at start.
 *
 * @param name the section's name, {@code [a-z][a-z0-9-]{0,31}}
 * @param keys the known keys of the section, in kebab-case
 */
public record SettingsSection(String name, Set<String> keys) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public SettingsSection {
        require(name);
        keys = Set.copyOf(keys);
        keys.forEach(SettingsSection::require);
    }

    private static void require(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" must be of the form " + FORM);
        }
    }
}
