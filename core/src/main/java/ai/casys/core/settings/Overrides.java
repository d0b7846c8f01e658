// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** What the command line says; it wins over everything else. */
public record Overrides(
        Optional<Path> configFile, Optional<String> host, Optional<Integer> port, Optional<Edition> edition) {

    /** The command line says nothing. */
    public static final Overrides NONE =
            new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Overrides {
        Objects.requireNonNull(configFile, "configFile is null");
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(port, "port is null");
        Objects.requireNonNull(edition, "edition is null");
    }
}
