// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.settings.VirtualServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tools that exist for the clients of one gateway at one moment, and the names they have there. A name given to a
 * tool comes before every other meaning of that name; one that a tool beside it is listed under is not given. Immutable.
 */
final class ToolView {

    private static final String CLIENT_PREFIX = "mcp__";

    private final Selection selection;
    private final CatalogSnapshot snapshot;
    private final List<CatalogTool> tools;
    private final Map<ToolKey, String> given;
    private final Map<String, ToolKey> byGivenName = new HashMap<>();
    private final Map<ToolKey, String> descriptions = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    ToolView(Selection selection, CatalogSnapshot snapshot) {
        this.selection = selection;
        this.snapshot = snapshot;
        Optional<VirtualServer> part = selection.virtualServer();
        this.tools = part.isEmpty()
                ? snapshot.tools()
                : snapshot.tools().stream().filter(selection::shows).toList();
        this.given = part.map(this::names).orElse(Map.of());
        given.forEach((key, name) -> byGivenName.put(name, key));
        part.ifPresent(view -> view.descriptions()
                .forEach((tool, description) -> find(tool).ifPresent(key -> descriptions.put(key, description))));
    }

    CatalogSnapshot snapshot() {
        return snapshot;
    }

    /** Every tool that exists here, by server and then by its own name. */
    List<CatalogTool> tools() {
        return tools;
    }

    /** Whether the tool exists here. */
    boolean shows(CatalogTool tool) {
        return selection.shows(tool);
    }

    /** The names that tools have here and nowhere else. */
    Map<ToolKey, String> givenNames() {
        return given;
    }

    /** The name under which the tool is listed here; the tool must be one of these. */
    String name(ToolKey key) {
        return Optional.ofNullable(given.get(key)).orElseGet(() -> snapshot.listedName(key));
    }

    /** The description that the tool has here instead of its own. */
    Optional<String> description(ToolKey key) {
        return Optional.ofNullable(descriptions.get(key));
    }

    /** What a client means by a name; what does not exist here is not even suggested. */
    Resolution resolve(String name) {
        Optional<CatalogTool> renamed = named(name).flatMap(snapshot::tool);
        if (renamed.isPresent()) {
            return new Resolution.Found(renamed.get());
        }
        Resolution resolution = snapshot.resolve(name, selection::shows);
        return resolution instanceof Resolution.Unknown(List<String> nearest)
                ? new Resolution.Unknown(nearest.stream().map(this::shown).toList())
                : resolution;
    }

    /** The tool that has been given this name, perhaps behind the prefixes that clients put before names. */
    Optional<ToolKey> named(String name) {
        if (byGivenName.isEmpty()) {
            return Optional.empty();
        }
        Stream<String> meanings = Stream.of(name);
        if (name.startsWith(CLIENT_PREFIX)) {
            String rest = name.substring(CLIENT_PREFIX.length());
            int end = rest.indexOf(ToolNames.SEPARATOR);
            meanings = end < 0
                    ? Stream.of(name, rest)
                    : Stream.of(name, rest, rest.substring(end + ToolNames.SEPARATOR.length()));
        }
        return meanings.flatMap(meaning -> Stream.ofNullable(byGivenName.get(meaning)))
                .findFirst();
    }

    /** What of the settings has no effect now; sentences for a person. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        selection.virtualServer().ifPresent(view -> {
            Set<String> written = new HashSet<>(view.rename().keySet());
            written.addAll(view.descriptions().keySet());
            written.stream()
                    .sorted()
                    .filter(tool -> hasServerOf(view, tool) && find(tool).isEmpty())
                    .map(tool -> place(view) + " names the tool \"" + tool + "\", which is not among its tools")
                    .forEach(all::add);
            if (tools.isEmpty() && view.servers().stream().allMatch(snapshot.servers()::contains)) {
                all.add(place(view) + " has no tools: none of its servers' tools is in casys.virtual-servers."
                        + view.name() + ".tools");
            }
        });
        return all;
    }

    private String shown(String listedName) {
        return snapshot.resolve(listedName, selection::shows) instanceof Resolution.Found(CatalogTool tool)
                ? name(tool.key())
                : listedName;
    }

    private Map<ToolKey, String> names(VirtualServer view) {
        Map<ToolKey, String> wanted = new TreeMap<>();
        view.rename().forEach((tool, name) -> find(tool).ifPresent(key -> wanted.put(key, name)));
        // A name that cannot be given leaves its tool under the old one, which may stand in the way of another.
        boolean settled = wanted.isEmpty();
        while (!settled) {
            Set<String> listed = new HashSet<>();
            tools.stream()
                    .map(CatalogTool::key)
                    .filter(key -> !wanted.containsKey(key))
                    .forEach(key -> listed.add(snapshot.listedName(key)));
            settled = !wanted.entrySet().removeIf(entry -> isTaken(view, entry, listed));
        }
        return wanted;
    }

    private boolean isTaken(VirtualServer view, Map.Entry<ToolKey, String> wanted, Set<String> listed) {
        boolean taken = listed.contains(wanted.getValue());
        if (taken) {
            problems.add(place(view) + " cannot call the tool \"" + wanted.getKey() + "\" \"" + wanted.getValue()
                    + "\", because another of its tools has that name");
        }
        return taken;
    }

    /** The tool that the settings mean, if it exists here. */
    private Optional<ToolKey> find(String written) {
        return snapshot.resolve(written, selection::shows) instanceof Resolution.Found(CatalogTool tool)
                        && isNameOf(written, tool.key())
                ? Optional.of(tool.key())
                : Optional.empty();
    }

    private boolean isNameOf(String written, ToolKey key) {
        return written.equals(ToolNames.qualified(key))
                || written.equals(key.toString())
                || written.equals(snapshot.listedName(key));
    }

    private boolean hasServerOf(VirtualServer view, String tool) {
        return view.servers().stream()
                .filter(snapshot.servers()::contains)
                .anyMatch(server -> tool.startsWith(server + ToolNames.SEPARATOR) || tool.startsWith(server + ":"));
    }

    private static String place(VirtualServer view) {
        return "virtual server " + view.name();
    }
}
