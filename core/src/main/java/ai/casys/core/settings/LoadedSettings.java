// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The outcome of {@link SettingsLoader#load}. {@code toString} never shows the extensions' values.
 *
 * @param settings the settings; its servers are those of {@code servers}
 * @param servers the servers with their problems and warnings
 * @param production whether {@code CASYS_ENV} is {@code production}
 * @param extensionSettings the values of each extension's section of {@code casys}, by section and key; a section
 *     that is not in the file is an empty map
 */
public record LoadedSettings(
        Settings settings,
        LoadedServers servers,
        boolean production,
        Map<String, Map<String, String>> extensionSettings) {

    public LoadedSettings {
        Objects.requireNonNull(settings, "settings is null");
        Objects.requireNonNull(servers, "servers is null");
        Map<String, Map<String, String>> copies = new LinkedHashMap<>();
        extensionSettings.forEach((section, values) -> copies.put(section, Map.copyOf(values)));
        extensionSettings = Map.copyOf(copies);
    }

    @Override
    public String toString() {
        return "LoadedSettings[" + settings + ", production=" + production + ", extension sections "
                + extensionSettings.keySet() + "]";
    }
}
