// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a configuration file says about servers. An entry that cannot be used is a problem of that server alone.
 *
 * @param definitions the usable servers by name, in the file's order
 * @param problems the servers that are configured but cannot be started
 * @param warnings what was let through but probably does not do what was meant; sentences for a person
 */
public record LoadedServers(
        Map<String, ServerDefinition> definitions, List<ServerProblem> problems, List<String> warnings) {

    /** No servers. */
    public static final LoadedServers NONE = new LoadedServers(Map.of(), List.of(), List.of());

    public LoadedServers {
        definitions = Collections.unmodifiableMap(new LinkedHashMap<>(definitions));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** The same with further warnings behind its own. */
    LoadedServers withWarnings(List<String> further) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(further);
        return new LoadedServers(definitions, problems, all);
    }

    /**
     * A configured server that cannot be started.
     *
     * @param name its name, {@code [a-z0-9][a-z0-9-]{0,31}}
     * @param message what is wrong and what to do, a sentence without secrets
     */
    public record ServerProblem(String name, String message) {
        public ServerProblem {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(message, "message is null");
        }
    }
}
