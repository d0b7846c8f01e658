// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.nio.file.Path;
import java.util.Locale;

/** The families of operating systems that keep configuration in different folders. */
public enum OperatingSystem {
    LINUX,
    MAC,
    WINDOWS;

    /** The family of a system named as the system property {@code os.name} does. */
    public static OperatingSystem named(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.startsWith("windows")) {
            return WINDOWS;
        }
        return lowerCase.startsWith("mac") ? MAC : LINUX;
    }

    /** Where desktop programs keep the configuration of the user with this home. */
    Path applications(Path userHome) {
        return switch (this) {
            case LINUX -> userHome.resolve(".config");
            case MAC -> userHome.resolve("Library").resolve("Application Support");
            case WINDOWS -> userHome.resolve("AppData").resolve("Roaming");
        };
    }
}
