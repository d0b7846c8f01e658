// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code /mcp/<name>} shows: a part of the servers and tools, some perhaps under other names and descriptions.
 *
 * @param name {@code [a-z0-9][a-z0-9-]{0,31}}
 * @param servers the servers it has a part of, by name; need not exist
 * @param tools globs over {@code server__tool}; one that begins with {@code !} takes away, whatever others say. Without
 *     any that adds, every tool of the servers is added
 * @param rename the name a tool has here, {@code ^[a-zA-Z0-9_-]{1,64}$} and distinct, by its {@code server__tool}
 * @param descriptions the description a tool has here, by its {@code server__tool}
 * @param exposure what {@code tools/list} shows of all this; never plain
 * @param prompts whether the servers' prompts are there
 * @param resources whether the servers' resources are there
 * @param instructions what clients are told instead of the usual text
 * @param title how it introduces itself to people
 */
public record VirtualServer(
        String name,
        Set<String> servers,
        List<String> tools,
        Map<String, String> rename,
        Map<String, String> descriptions,
        Exposure exposure,
        boolean prompts,
        boolean resources,
        Optional<String> instructions,
        Optional<String> title) {

    public VirtualServer {
        if (!ServerNames.isValid(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a virtual server");
        }
        servers = Set.copyOf(servers);
        tools = List.copyOf(tools);
        rename = Map.copyOf(rename);
        descriptions = Map.copyOf(descriptions);
        Objects.requireNonNull(exposure, "exposure is null");
        if (exposure instanceof Exposure.Plain) {
            throw new IllegalArgumentException("a virtual server cannot be exposed plainly");
        }
        Objects.requireNonNull(instructions, "instructions is null");
        Objects.requireNonNull(title, "title is null");
    }
}
