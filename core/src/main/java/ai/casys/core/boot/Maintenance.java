// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.settings.Environment;
import ai.casys.core.settings.LoadedSettings;
import ai.casys.core.settings.Mode;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.Settings;
import ai.casys.core.settings.SettingsLoader;
import ai.casys.core.storage.BackupManifest;
import ai.casys.core.storage.Storage;
import java.nio.file.Path;
import java.util.Objects;

/** Work on the data of a home that needs no running engine. */
public final class Maintenance {

    private final Settings settings;
    private final Extensions extensions;

    private Maintenance(Settings settings, Extensions extensions) {
        this.settings = Objects.requireNonNull(settings, "settings is null");
        this.extensions = Objects.requireNonNull(extensions, "extensions is null");
    }

    /**
     * For the home and the database that the environment names.
     *
     * @throws ai.casys.core.api.CasysException if the settings cannot be used
     */
    public static Maintenance of(Environment environment) {
        ExtensionsInstalled installed =
                ExtensionsInstalled.find(Mode.detect(environment.variables()), Maintenance.class.getClassLoader());
        LoadedSettings loaded = SettingsLoader.of(environment.variables(), environment.userHome(), Overrides.NONE)
                .withExtensionSections(installed.settingsSections())
                .load();
        return new Maintenance(loaded.settings(), installed.select(loaded.settings()));
    }

    /** Writes all data to a new file, whether or not an engine runs. */
    public BackupManifest backup(Path file) {
        return Storage.backup(settings.home(), settings.database(), file);
    }

    /**
     * Replaces all data by a backup, all or nothing; no engine may run on the home.
     *
     * @param replace whether data that is there may be overwritten
     */
    public BackupManifest restore(Path file, boolean replace) {
        try (Storage storage = Storage.open(settings.home(), settings.database())) {
            return storage.restore(file, ExtensionSchemas.of(extensions), replace);
        }
    }
}
