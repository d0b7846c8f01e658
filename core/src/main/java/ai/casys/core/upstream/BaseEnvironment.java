// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The few variables that every child process gets besides those configured for it: what a program needs to find other
 * programs, its user's home and the language. Everything else of the engine's environment (addresses, keys, tokens)
 * stays with the engine.
 */
public record BaseEnvironment(Map<String, String> variables) {

    private static final Set<String> PASSED_ON = Set.of(
            // POSIX
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TERM",
            "TMPDIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR",
            // Windows
            "APPDATA",
            "COMSPEC",
            "HOMEDRIVE",
            "HOMEPATH",
            "LOCALAPPDATA",
            "NUMBER_OF_PROCESSORS",
            "PATHEXT",
            "PROCESSOR_ARCHITECTURE",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "SYSTEMDRIVE",
            "SYSTEMROOT",
            "TEMP",
            "TMP",
            "USERNAME",
            "USERPROFILE",
            "WINDIR");

    public BaseEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Picks the harmless variables out of a whole environment; names are compared without case, as Windows does. */
    public static BaseEnvironment from(Map<String, String> environment) {
        Map<String, String> picked = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            if (isPassedOn(name.toUpperCase(Locale.ROOT))) {
                picked.put(name, value);
            }
        });
        return new BaseEnvironment(picked);
    }

    /** The complete environment of a child; a configured variable wins over a base one of the same name. */
    Map<String, String> with(Map<String, String> configured) {
        Map<String, String> complete = new LinkedHashMap<>(variables);
        complete.putAll(configured);
        return complete;
    }

    private static boolean isPassedOn(String name) {
        return PASSED_ON.contains(name) || name.startsWith("LC_");
    }
}
