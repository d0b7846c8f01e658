// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What {@code tools/list} shows. The meta-tools come first, then the exposed tools by name, so the order is the same at
 * every call. Definitions keep every byte but the name, the description where another one was set, and the addresses of
 * resources. A cursor says after which name to go on, so a catalogue that changes between two pages repeats and skips
 * nothing. Safe for any number of threads: what was made for one view is kept until the next.
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

    /** The lists of one view, by what they show; there are as many as the settings name. */
    private record Made(ToolView view, Map<Exposure, List<Entry>> lists) {}

    private final Optional<String> plainServer;
    private final List<RawJson> metaTools;
    private final int pageSize;
    private final Supplier<ToolView> view;
    private final ResultRewriting rewriting;
    private volatile Made made;

    ToolListing(
            Optional<String> plainServer,
            List<RawJson> metaTools,
            int pageSize,
            Supplier<ToolView> view,
            ResultRewriting rewriting) {
        this.plainServer = plainServer;
        this.metaTools = List.copyOf(metaTools);
        this.pageSize = pageSize;
        this.view = view;
        this.rewriting = rewriting;
        this.made = new Made(view.get(), new ConcurrentHashMap<>());
    }

    /** The first part. */
    Page first(Exposure exposure) {
        return page(entries(exposure), metaTools);
    }

    /** The part after a cursor; a cursor that this class did not make is a protocol error. */
    Page after(String cursor, Exposure exposure) {
        String name = Cursors.name(cursor);
        List<Entry> rest = entries(exposure).stream()
                .dropWhile(entry -> entry.name().compareTo(name) <= 0)
                .toList();
        return page(rest, List.of());
    }

    /** Every exposed tool but the meta-tools. */
    List<Entry> entries(Exposure exposure) {
        ToolView now = view.get();
        Made latest = made;
        if (latest.view() != now) {
            latest = new Made(now, new ConcurrentHashMap<>());
            made = latest;
        }
        return latest.lists().computeIfAbsent(exposure, shown -> make(now, shown));
    }

    /** The name that {@link ToolCalls} knows, where the listed one is a server's own. */
    String callable(String name) {
        CatalogSnapshot now = view.get().snapshot();
        return plainServer
                .map(server -> new ToolKey(server, name))
                .filter(key -> now.tool(key).isPresent())
                .map(now::listedName)
                .orElse(name);
    }

    /** The tool that a client means by the name. */
    Optional<Tool> tool(String name) {
        return view.get().resolve(callable(name)) instanceof Resolution.Found(CatalogTool found)
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

    private List<Entry> make(ToolView now, Exposure exposure) {
        return switch (exposure) {
            case Exposure.Meta() -> List.of();
            case Exposure.All() -> listed(now, entry -> true);
            case Exposure.Matching(List<String> globs) -> listed(now, matching(globs));
            case Exposure.Plain() ->
                now.snapshot().toolsOf(plainServer.orElseThrow()).stream()
                        .map(tool -> new Entry(tool.key().tool(), tool.tool().definition()))
                        .sorted(Comparator.comparing(Entry::name))
                        .toList();
        };
    }

    private List<Entry> listed(ToolView now, Predicate<String> shown) {
        return now.tools().stream()
                .filter(tool -> shown.test(now.name(tool.key()))
                        || shown.test(now.snapshot().listedName(tool.key())))
                .map(tool -> entry(now, tool))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    private Entry entry(ToolView now, CatalogTool tool) {
        String name = now.name(tool.key());
        RawJson own = rewriting.definition(tool.key().server(), tool.tool().definition());
        RawObject renamed = RawObject.of(own).with("name", name);
        return new Entry(
                name,
                now.description(tool.key())
                        .map(text -> renamed.with("description", text))
                        .orElse(renamed)
                        .toRawJson());
    }

    private static Predicate<String> matching(List<String> globs) {
        List<NameGlob> patterns = globs.stream().map(NameGlob::of).toList();
        return name -> patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
