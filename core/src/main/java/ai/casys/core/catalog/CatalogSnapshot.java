// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All tools at one moment, ordered by server and then by tool name. Tools that are withheld are in no list and answer to
 * no name; they are only found where a method says so. Immutable.
 */
public final class CatalogSnapshot {

    /** The catalogue before anything is known. */
    public static final CatalogSnapshot EMPTY = new CatalogSnapshot(0, new TreeMap<>());

    private static final String CLIENT_PREFIX = "mcp" + ToolNames.SEPARATOR;
    private static final int SUGGESTIONS = 3;
    private static final double SUGGESTION_SIMILARITY = 0.3;

    private final long revision;
    private final NavigableMap<String, ServerTools> servers;
    private final List<CatalogTool> tools;

    /** @param servers handed over; nobody changes it any more */
    CatalogSnapshot(long revision, NavigableMap<String, ServerTools> servers) {
        this.revision = revision;
        this.servers = Collections.unmodifiableNavigableMap(servers);
        this.tools = servers.values().stream()
                .flatMap(server -> server.tools().stream())
                .toList();
    }

    /** Counts the changes since the start; a higher revision is a later snapshot of the same catalogue. */
    public long revision() {
        return revision;
    }

    /** Every tool, by server and then by tool name. */
    public List<CatalogTool> tools() {
        return tools;
    }

    /** The servers that have a list here, an empty one included. */
    public NavigableSet<String> servers() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(servers.keySet()));
    }

    /** One server's tools by name; empty for a server that is not here. */
    public List<CatalogTool> toolsOf(String server) {
        return server(server).map(ServerTools::tools).orElse(List.of());
    }

    /** The tool with this very key. */
    public Optional<CatalogTool> tool(ToolKey key) {
        return server(key.server()).flatMap(server -> server.byName(key.tool()));
    }

    /** The tools that their servers list and that are not offered, in the order of their keys. */
    public List<WithheldTool> withheld() {
        return servers.values().stream()
                .flatMap(server -> server.withheld().stream())
                .toList();
    }

    /** The withheld tool with this very key. */
    public Optional<WithheldTool> withheld(ToolKey key) {
        return server(key.server()).flatMap(server -> server.withheldByName(key.tool()));
    }

    /**
     * The name under which the tool is listed: {@code ^[a-zA-Z0-9_-]{1,64}$} and no other tool's.
     *
     * @throws IllegalArgumentException if the tool is not in this snapshot
     */
    public String listedName(ToolKey key) {
        return server(key.server())
                .flatMap(server -> server.listedName(key.tool()))
                .orElseThrow(() -> new IllegalArgumentException("tool " + key + " is not in this snapshot"));
    }

    /** {@link #resolve(String, Predicate)} where every tool is visible. */
    public Resolution resolve(String name) {
        return resolve(name, tool -> true);
    }

    /**
     * Finds the tool that a client means. Tried in this order, the first that fits wins: the listed name,
     * {@code server__tool} and {@code server:tool} with the tool's own name; the same three behind {@code mcp__}, and
     * behind {@code mcp__anything__} as a client shows the tools of a gateway that it calls "anything"; at last the
     * plain tool name, if only one visible server has it. Upper and lower case count. A withheld tool keeps its
     * qualified names: they never fall to a tool of another server.
     *
     * @param visible a tool that fails this is treated as if it did not exist, in suggestions too
     */
    public Resolution resolve(String name, Predicate<CatalogTool> visible) {
        Objects.requireNonNull(name, "name is null");
        Optional<Resolution> found = qualified(name, visible).or(() -> behindClientPrefix(name, visible));
        if (found.isPresent()) {
            return found.get();
        }
        List<CatalogTool> candidates = named(name, visible);
        return switch (candidates.size()) {
            case 0 ->
                withheldNamed(name, visible)
                        .<Resolution>map(Resolution.Withheld::new)
                        .orElseGet(() -> new Resolution.Unknown(suggestions(name, visible)));
            case 1 -> new Resolution.Found(candidates.getFirst());
            default -> new Resolution.Ambiguous(candidates);
        };
    }

    /** The visible tools that have this very plain name, by server. */
    public List<CatalogTool> named(String tool, Predicate<CatalogTool> visible) {
        return servers.values().stream()
                .flatMap(server -> server.byName(tool).stream())
                .filter(visible)
                .toList();
    }

    /**
     * The visible tools whose plain or qualified name looks most like the text, best first, ties by key.
     *
     * @param limit how many at most
     * @param leastSimilarity tools below this are left out, 0 to 1
     */
    public List<NearName> nearest(String text, int limit, double leastSimilarity, Predicate<CatalogTool> visible) {
        NameGrams wanted = NameGrams.of(text);
        List<NearName> near = new ArrayList<>();
        for (ServerTools server : servers.values()) {
            for (CatalogTool tool : server.tools()) {
                // What is hidden is not even compared, so that the time does not tell how many such tools there are.
                if (visible.test(tool)) {
                    double similarity = server.similarity(tool, wanted);
                    if (similarity > 0 && similarity >= leastSimilarity) {
                        near.add(new NearName(tool, similarity));
                    }
                }
            }
        }
        near.sort(Comparator.comparingDouble(NearName::similarity)
                .reversed()
                .thenComparing(name -> name.tool().key()));
        return List.copyOf(near.subList(0, Math.min(limit, near.size())));
    }

    NavigableMap<String, ServerTools> byServer() {
        return servers;
    }

    private Optional<ServerTools> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    private Optional<WithheldTool> withheldNamed(String tool, Predicate<CatalogTool> visible) {
        return servers.values().stream()
                .flatMap(server -> server.withheldByName(tool).stream())
                .filter(withheld -> visible.test(withheld.tool()))
                .findFirst();
    }

    private Optional<Resolution> behindClientPrefix(String name, Predicate<CatalogTool> visible) {
        if (!name.startsWith(CLIENT_PREFIX)) {
            return Optional.empty();
        }
        String rest = name.substring(CLIENT_PREFIX.length());
        return qualified(rest, visible).or(() -> {
            int end = rest.indexOf(ToolNames.SEPARATOR);
            return end < 0 ? Optional.empty() : qualified(rest.substring(end + ToolNames.SEPARATOR.length()), visible);
        });
    }

    private Optional<Resolution> qualified(String name, Predicate<CatalogTool> visible) {
        return split(name, ToolNames.SEPARATOR)
                .flatMap(parts -> listed(name, parts, visible).or(() -> own(parts, visible)))
                .or(() -> split(name, ":").flatMap(parts -> own(parts, visible)));
    }

    /** By the name in lists; what is withheld comes right after what is offered. */
    private Optional<Resolution> listed(String name, ToolKey parts, Predicate<CatalogTool> visible) {
        ServerTools server = servers.get(parts.server());
        if (server == null) {
            return Optional.empty();
        }
        return offered(server.byListedName(name), visible)
                .or(() -> withheld(server.withheldByListedName(name), visible));
    }

    /** By the server's own name; what is withheld comes right after what is offered. */
    private Optional<Resolution> own(ToolKey key, Predicate<CatalogTool> visible) {
        return offered(tool(key), visible).or(() -> withheld(withheld(key), visible));
    }

    private static Optional<Resolution> offered(Optional<CatalogTool> tool, Predicate<CatalogTool> visible) {
        return tool.filter(visible).map(Resolution.Found::new);
    }

    private static Optional<Resolution> withheld(Optional<WithheldTool> tool, Predicate<CatalogTool> visible) {
        return tool.filter(found -> visible.test(found.tool())).map(Resolution.Withheld::new);
    }

    private static Optional<ToolKey> split(String name, String separator) {
        int end = name.indexOf(separator);
        return end < 0
                ? Optional.empty()
                : Optional.of(new ToolKey(name.substring(0, end), name.substring(end + separator.length())));
    }

    private List<String> suggestions(String name, Predicate<CatalogTool> visible) {
        return nearest(name, SUGGESTIONS, SUGGESTION_SIMILARITY, visible).stream()
                .map(near -> listedName(near.tool().key()))
                .toList();
    }
}
