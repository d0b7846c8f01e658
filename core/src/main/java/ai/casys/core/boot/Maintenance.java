// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.identity.keyset.KeysetPlace;
import ai.casys.core.identity.keyset.store.DatabaseKeyset;
import ai.casys.core.settings.Environment;
import ai.casys.core.settings.LoadedSettings;
import ai.casys.core.settings.Mode;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.Settings;
import ai.casys.core.settings.SettingsLoader;
import ai.casys.core.storage.BackupManifest;
import ai.casys.core.storage.Storage;
import java.nio.file.Path;
import java.util.List;
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

    /**
     * Adds a key to the home's keyset and makes it the primary one; engines use it from their next start on.
     *
     * @return the keyset as it is now
     * @throws ai.casys.core.api.CasysException if there is none yet, or it comes from the environment
     */
    public Keyset rotateKeys() {
        KeysetPlace place = KeysetPlace.of(settings.home(), settings.keyset());
        Keyset keyset = place.load()
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "there is no keyset in " + place.description() + " yet; the first start makes it"));
        if (keyset.keyIds().size() >= Keyset.MOST_KEYS) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the keyset in " + place.description() + " holds " + Keyset.MOST_KEYS
                            + " keys, which is the limit; take the oldest out of the file and run: casys keys accept");
        }
        Keyset rotated = keyset.withNewKey();
        place.save(rotated);
        return rotated;
    }

    /**
     * Lets the database belong to the keyset that is there now, or to a new one; no engine may run on the home.
     *
     * @return the ids of the keys that were given up, and with them what only they could open
     */
    public List<String> acceptKeys() {
        try (Storage storage = Storage.open(settings.home(), settings.database())) {
            return new DatabaseKeyset(storage.database()).accept(KeysetPlace.of(settings.home(), settings.keyset()));
        }
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
