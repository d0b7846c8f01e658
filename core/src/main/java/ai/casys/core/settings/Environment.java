// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The process's surroundings, read in one place and handed on from there. {@code toString} never shows values.
 *
 * @param variables the environment variables
 * @param userHome the user's home folder
 */
public record Environment(Map<String, String> variables, Path userHome) {

    public Environment {
        variables = Map.copyOf(variables);
        Objects.requireNonNull(userHome, "userHome is null");
    }

    /** Those of this process. */
    public static Environment current() {
        return new Environment(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
