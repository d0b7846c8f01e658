// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.NameGlob;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code tools/list} shows. The meta-tools come first, then the exposed tools by name, so the order is the same at
 * every call. Definitions keep every byte but the name. A cursor says after which name to go on, so a catalogue that
 * changes between two pages repeats and skips nothing. Safe for any number of threads: what was made for one snapshot is
 * kept until the next.
 */
final class ToolListing {

    /** One tool as listed. */
    record Entry(String name, RawJson definition) {}

    /**
     * A part of the list.
     *
     * @param next the cursor of the part that follows
     */
    record Page(List<RawJson> definitions, Optional<String> next) {}

    private record Made(CatalogSnapshot snapshot, List<Entry> entries) {}

    private final Exposure exposure;
    private final Optional<String> plainServer;
    private final List<RawJson> metaTools;
    private final int pageSize;
    private final Catalog catalog;
    private volatile Made made = new Made(CatalogSnapshot.EMPTY, List.of());

    ToolListing(GatewayOptions options, List<RawJson> metaTools, int pageSize, Catalog catalog) {
        this.exposure = options.exposure();
        this.plainServer = options.plainServer();
        this.metaTools = List.copyOf(metaTools);
        this.pageSize = pageSize;
        this.catalog = catalog;
    }

    /** The first part. */
    Page first() {
        return page(entries(), metaTools);
    }

    /** The part after a cursor; a cursor that this class did not make is a protocol error. */
    Page after(String cursor) {
        String name = Cursors.name(cursor);
        List<Entry> rest = entries().stream()
                .dropWhile(entry -> entry.name().compareTo(name) <= 0)
                .toList();
        return page(rest, List.of());
    }

    /** Every exposed tool but the meta-tools. */
    List<Entry> entries() {
        CatalogSnapshot now = catalog.snapshot();
        Made latest = made;
        if (latest.snapshot() != now) {
            latest = new Made(now, make(now));
            made = latest;
        }
        return latest.entries();
    }

    /** The name that {@link ToolCalls} knows, where the listed one is a server's own. */
    String callable(String name) {
        CatalogSnapshot now = catalog.snapshot();
        return plainServer
                .map(server -> new ToolKey(server, name))
                .filter(key -> now.tool(key).isPresent())
                .map(now::listedName)
                .orElse(name);
    }

    /** The tool that a client means by the name. */
    Optional<Tool> tool(String name) {
        return catalog.snapshot().resolve(callable(name)) instanceof Resolution.Found(CatalogTool found)
                ? Optional.of(found.tool())
                : Optional.empty();
    }

    private Page page(List<Entry> entries, List<RawJson> before) {
        List<RawJson> definitions = new ArrayList<>(before);
        entries.stream().limit(pageSize).map(Entry::definition).forEach(definitions::add);
        Optional<String> next = entries.size() > pageSize
                ? Optional.of(Cursors.after(entries.get(pageSize - 1).name()))
                : Optional.empty();
        return new Page(List.copyOf(definitions), next);
    }

    private List<Entry> make(CatalogSnapshot snapshot) {
        return switch (exposure) {
            case Exposure.Meta() -> List.of();
            case Exposure.All() -> listed(snapshot, name -> true);
            case Exposure.Matching(List<String> globs) -> listed(snapshot, matching(globs));
            case Exposure.Plain() ->
                snapshot.toolsOf(plainServer.orElseThrow()).stream()
                        .map(tool -> new Entry(tool.key().tool(), tool.tool().definition()))
                        .sorted(Comparator.comparing(Entry::name))
                        .toList();
        };
    }

    private static List<Entry> listed(CatalogSnapshot snapshot, Predicate<String> shown) {
        return snapshot.tools().stream()
                .map(tool -> renamed(tool, snapshot.listedName(tool.key())))
                .filter(entry -> shown.test(entry.name()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    private static Entry renamed(CatalogTool tool, String name) {
        return new Entry(
                name, RawObject.of(tool.tool().definition()).with("name", name).toRawJson());
    }

    private static Predicate<String> matching(List<String> globs) {
        List<NameGlob> patterns = globs.stream().map(NameGlob::of).toList();
        return name -> patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
