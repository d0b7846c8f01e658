// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a server gets to see of our environment: what programs need to find their files, and no more, because the rest
 * may hold the secrets of others.
 */
final class BaseEnvironment {

    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "TEMP",
            "TMP",
            "PATHEXT",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "COMSPEC",
            "APPDATA",
            "LOCALAPPDATA",
            "USERPROFILE",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "NUMBER_OF_PROCESSORS");

    private final Map<String, String> ours;

    BaseEnvironment(Map<String, String> ours) {
        this.ours = Map.copyOf(ours);
    }

    /** The complete environment of a server that is configured with these variables. */
    Map<String, String> with(Map<String, String> configured) {
        Map<String, String> all = new LinkedHashMap<>();
        ours.forEach((name, value) -> {
            if (PASSED_ON.contains(name.toUpperCase(Locale.ROOT))) {
                all.put(name, value);
            }
        });
        all.putAll(configured);
        return all;
    }
}
