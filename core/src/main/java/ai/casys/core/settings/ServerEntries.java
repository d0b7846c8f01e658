// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The servers of a configuration file: {@code mcpServers}, or {@code servers} as VS Code calls it. Stateless. */
final class ServerEntries {

    /** More servers than this in one file are refused. */
    static final int MAX_SERVERS = 1000;

    private static final List<String> KEYS = List.of("mcpServers", "servers");

    private final ServerEntryReader reader;
    private final Set<String> reserved;

    ServerEntries(ServerEntryReader reader, Set<String> reserved) {
        this.reader = reader;
        this.reserved = Set.copyOf(reserved);
    }

    /**
     * Reads them all.
     *
     * @throws CasysException (CONFIGURATION) when the object that holds the servers is none, or holds too many
     */
    LoadedServers read(ObjectNode file) {
        List<String> warnings = new ArrayList<>(nearMisses(file));
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        for (String key : KEYS) {
            collect(file, key, entries, warnings);
        }
        if (entries.size() > MAX_SERVERS) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "The configuration file names " + entries.size() + " servers; at most " + MAX_SERVERS
                            + " are possible. Remove some, or run a second gateway with a home of its own.");
        }
        Map<String, String> names = ServerNames.assign(entries.keySet(), reserved);
        Map<String, ServerDefinition> definitions = new LinkedHashMap<>();
        List<LoadedServers.ServerProblem> problems = new ArrayList<>();
        entries.forEach((written, entry) -> {
            String name = names.getOrDefault(written, written);
            switch (reader.read(name, entry)) {
                case ServerEntryReader.Usable(ServerDefinition definition, List<String> remarks) -> {
                    definitions.put(name, definition);
                    warnRenamed(written, name, warnings);
                    remarks.forEach(remark -> warnings.add("Server " + name + ": " + remark));
                }
                case ServerEntryReader.Unusable(String message) -> {
                    problems.add(new LoadedServers.ServerProblem(name, message));
                    warnRenamed(written, name, warnings);
                }
                case ServerEntryReader.SwitchedOff() -> {}
            }
        });
        return new LoadedServers(definitions, problems, warnings);
    }

    private static void collect(ObjectNode file, String key, Map<String, JsonNode> entries, List<String> warnings) {
        JsonNode servers = file.path(key);
        if (servers.isMissingNode() || servers.isNull()) {
            return;
        }
        if (!servers.isObject()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    key + " is " + Section.kind(servers) + " but must be an object of servers by name, such as {\""
                            + key + "\": {\"memory\": {\"command\": \"npx\", \"args\": [\"...\"]}}}.");
        }
        servers.properties().forEach(property -> {
            if (entries.putIfAbsent(property.getKey(), property.getValue()) != null) {
                warnings.add("Server " + property.getKey() + " stands under mcpServers and under " + key
                        + "; the entry under mcpServers is used.");
            }
        });
    }

    private void warnRenamed(String written, String name, List<String> warnings) {
        if (written.equals(name)) {
            return;
        }
        String why = reserved.contains(written)
                ? "that name is reserved"
                : ServerNames.isValid(written) ? "that name is taken" : "names are of the form [a-z0-9][a-z0-9-]{0,31}";
        warnings.add("Server \"" + shortened(written) + "\" is called " + name + " here: " + why + ".");
    }

    private static List<String> nearMisses(ObjectNode file) {
        List<String> known = List.of("mcpServers", "casys");
        return file.propertyNames().stream()
                .filter(key -> !known.contains(key) && !KEYS.contains(key))
                .flatMap(key -> Suggestion.nearest(key, known).stream()
                        .map(nearest -> "The key \"" + shortened(key) + "\" is not looked at; did you mean \"" + nearest
                                + "\"?"))
                .toList();
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
