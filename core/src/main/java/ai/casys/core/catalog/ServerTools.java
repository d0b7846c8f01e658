// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tools of one server with everything that is looked up by name. Listed names of two servers can never meet, so all
 * of it is made when this server's list changes and shared by every later snapshot. Immutable.
 */
final class ServerTools {

    private record Entry(
            CatalogTool tool,
            String listedName,
            NameGrams plain,
            NameGrams qualified,
            Set<WithholdingReason> withheld) {
        boolean isOffered() {
            return withheld.isEmpty();
        }
    }

    private final List<CatalogTool> all;
    private final List<CatalogTool> tools;
    private final Map<String, Entry> byName;
    private final Map<String, Entry> byListedName;

    /**
     * @param distinct tools of one server, no name twice
     * @param screen which of them are offered; the others keep their names, so that nobody takes their place
     */
    ServerTools(List<CatalogTool> distinct, ToolScreen screen) {
        all = distinct.stream().sorted(Comparator.comparing(CatalogTool::key)).toList();
        byName = HashMap.newHashMap(all.size());
        byListedName = HashMap.newHashMap(all.size());
        List<CatalogTool> withoutLegalName = new ArrayList<>();
        for (CatalogTool tool : all) {
            String qualified = ToolNames.qualified(tool.key());
            if (ToolNames.isLegal(qualified)) {
                add(tool, qualified, screen);
            } else {
                withoutLegalName.add(tool);
            }
        }
        // Real names come first: a made name gives way, so no server can list a tool under another tool's name.
        for (CatalogTool tool : withoutLegalName) {
            String qualified = ToolNames.qualified(tool.key());
            int round = 0;
            String listed = ToolNames.shortened(qualified, round);
            while (byListedName.containsKey(listed)) {
                listed = ToolNames.shortened(qualified, ++round);
            }
            add(tool, listed, screen);
        }
        tools = all.stream()
                .filter(tool -> byName(tool.key().tool()).isPresent())
                .toList();
    }

    private void add(CatalogTool tool, String listedName, ToolScreen screen) {
        Entry entry = new Entry(
                tool,
                listedName,
                NameGrams.of(tool.key().tool()),
                NameGrams.of(ToolNames.qualified(tool.key())),
                Set.copyOf(screen.reasonsToWithhold(tool)));
        byName.put(tool.key().tool(), entry);
        byListedName.put(listedName, entry);
    }

    /** The same tools, screened again. */
    ServerTools screened(ToolScreen screen) {
        return new ServerTools(all, screen);
    }

    /** Those that are offered. */
    List<CatalogTool> tools() {
        return tools;
    }

    /** Those that are not. */
    List<WithheldTool> withheld() {
        return all.stream()
                .flatMap(tool -> withheldByName(tool.key().tool()).stream())
                .toList();
    }

    /** An offered tool. */
    Optional<CatalogTool> byName(String tool) {
        return Optional.ofNullable(byName.get(tool)).filter(Entry::isOffered).map(Entry::tool);
    }

    /** An offered tool. */
    Optional<CatalogTool> byListedName(String name) {
        return Optional.ofNullable(byListedName.get(name))
                .filter(Entry::isOffered)
                .map(Entry::tool);
    }

    Optional<WithheldTool> withheldByName(String tool) {
        return Optional.ofNullable(byName.get(tool)).flatMap(ServerTools::withheld);
    }

    Optional<WithheldTool> withheldByListedName(String name) {
        return Optional.ofNullable(byListedName.get(name)).flatMap(ServerTools::withheld);
    }

    private static Optional<WithheldTool> withheld(Entry entry) {
        return entry.isOffered()
                ? Optional.empty()
                : Optional.of(new WithheldTool(entry.tool(), entry.listedName(), entry.withheld()));
    }

    Optional<String> listedName(String tool) {
        return Optional.ofNullable(byName.get(tool)).map(Entry::listedName);
    }

    /** The better of the similarities with the plain and with the qualified name. */
    double similarity(CatalogTool tool, NameGrams wanted) {
        Entry entry = byName.get(tool.key().tool());
        return entry == null ? 0 : Math.max(entry.plain.similarity(wanted), entry.qualified.similarity(wanted));
    }

    boolean sameAs(ServerTools other) {
        return all.size() == other.all.size()
                && tools.size() == other.tools.size()
                && changedSince(other).isEmpty()
                && withheld().equals(other.withheld());
    }

    /** Keys of offered tools that were not offered there, or have another definition than there. */
    Set<ToolKey> changedSince(ServerTools before) {
        Set<ToolKey> changed = new HashSet<>();
        for (CatalogTool tool : tools) {
            Optional<CatalogTool> old = before.byName(tool.key().tool());
            if (old.filter(known -> known.hash().equals(tool.hash())).isEmpty()) {
                changed.add(tool.key());
            }
        }
        return changed;
    }
}
