// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Objects;
import java.util.Optional;

/**
 * The keyset, if the environment brings it. {@code toString} never shows it.
 *
 * @param value {@code CASYS_KEYSET} as it stands; empty to use {@code keys.json} of the home
 */
public record KeysetSettings(Optional<String> value) {

    /** What holds when nothing is configured: the file in the home. */
    public static final KeysetSettings DEFAULTS = new KeysetSettings(Optional.empty());

    public KeysetSettings {
        Objects.requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
        return value.isPresent() ? "KeysetSettings[given]" : "KeysetSettings[file]";
    }
}
