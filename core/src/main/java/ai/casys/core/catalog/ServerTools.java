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

    private record Entry(CatalogTool tool, String listedName, NameGrams plain, NameGrams qualified) {}

    private final List<CatalogTool> tools;
    private final Map<String, Entry> byName;
    private final Map<String, Entry> byListedName;

    /** @param distinct tools of one server, no name twice */
    ServerTools(List<CatalogTool> distinct) {
        tools = distinct.stream().sorted(Comparator.comparing(CatalogTool::key)).toList();
        byName = HashMap.newHashMap(tools.size());
        byListedName = HashMap.newHashMap(tools.size());
        List<CatalogTool> withoutLegalName = new ArrayList<>();
        for (CatalogTool tool : tools) {
            String qualified = ToolNames.qualified(tool.key());
            if (ToolNames.isLegal(qualified)) {
                add(tool, qualified);
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
            add(tool, listed);
        }
    }

    private void add(CatalogTool tool, String listedName) {
        Entry entry = new Entry(
                tool, listedName, NameGrams.of(tool.key().tool()), NameGrams.of(ToolNames.qualified(tool.key())));
        byName.put(tool.key().tool(), entry);
        byListedName.put(listedName, entry);
    }

    List<CatalogTool> tools() {
        return tools;
    }

    Optional<CatalogTool> byName(String tool) {
        return Optional.ofNullable(byName.get(tool)).map(Entry::tool);
    }

    Optional<CatalogTool> byListedName(String name) {
        return Optional.ofNullable(byListedName.get(name)).map(Entry::tool);
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
        return tools.size() == other.tools.size() && changedSince(other).isEmpty();
    }

    /** Keys that are new here or have another definition than there. */
    Set<ToolKey> changedSince(ServerTools before) {
        Set<ToolKey> changed = new HashSet<>();
        for (CatalogTool tool : tools) {
            Entry old = before.byName.get(tool.key().tool());
            if (old == null || !old.tool.hash().equals(tool.hash())) {
                changed.add(tool.key());
            }
        }
        return changed;
    }
}
