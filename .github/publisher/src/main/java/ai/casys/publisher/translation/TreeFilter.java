// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** The public part of a root folder, by one policy. Whole folders are reused by id; no file is ever opened. */
final class TreeFilter {

    /** Entries that are published whole, and folders of which only parts are. Names as in {@link TreeEntries}. */
    private record Allowed(Set<String> whole, Map<String, Allowed> parts, Set<String> files) {}

    private final Allowed allowed;
    private final Set<String> known;
    private final TreeReader trees;

    TreeFilter(Policy policy, TreeReader trees) {
        this.trees = trees;
        Set<String> whole = new HashSet<>();
        policy.roots().forEach(root -> whole.add(TreeEntries.key(root)));
        allowed = new Allowed(whole, new LinkedHashMap<>(), new HashSet<>());
        known = new HashSet<>(whole);
        policy.privateRoots().forEach(root -> known.add(TreeEntries.key(root)));
        for (String file : policy.files()) {
            known.add(TreeEntries.key(Policy.rootEntry(file)));
            Allowed folder = allowed;
            String[] names = TreeEntries.key(file).split("/");
            for (int at = 0; at < names.length - 1; at++) {
                folder = folder.parts()
                        .computeIfAbsent(names[at], _ -> new Allowed(Set.of(), new LinkedHashMap<>(), new HashSet<>()));
            }
            folder.files().add(names[names.length - 1]);
        }
    }

    /**
     * A folder as it is published.
     *
     * @param unwritten folders that are in no private tree and have to be stored with the commit, deepest first
     */
    record Filtered(ObjectId id, TreeEntries entries, List<TreeEntries> unwritten) {}

    Filtered filter(TreeEntries root, ObjectInserter ids) throws IOException {
        return filter(root, allowed, ids);
    }

    private Filtered filter(TreeEntries source, Allowed allows, ObjectInserter ids) throws IOException {
        Map<String, TreeEntries.Entry> kept = new LinkedHashMap<>();
        List<TreeEntries> unwritten = new ArrayList<>();
        for (Map.Entry<String, TreeEntries.Entry> named : source.byName().entrySet()) {
            TreeEntries.Entry entry = named.getValue();
            Allowed part = allows.parts().get(named.getKey());
            if (allows.whole().contains(named.getKey())
                    || (allows.files().contains(named.getKey()) && entry.isFile())) {
                kept.put(named.getKey(), entry);
            } else if (part != null && entry.isTree()) {
                Filtered inner = filter(trees.read(entry.id()), part, ids);
                if (!inner.entries().byName().isEmpty()) {
                    kept.put(named.getKey(), new TreeEntries.Entry(entry.mode(), inner.id()));
                    unwritten.addAll(inner.unwritten());
                }
            }
        }
        TreeEntries entries = new TreeEntries(kept);
        unwritten.add(entries);
        return new Filtered(ids.idFor(Constants.OBJ_TREE, entries.bytes()), entries, unwritten);
    }

    /** Whether two private root folders differ in anything that this policy does not publish. */
    boolean differInPrivate(TreeEntries one, TreeEntries other) throws IOException {
        return differ(one, other, allowed);
    }

    private boolean differ(TreeEntries one, TreeEntries other, Allowed allows) throws IOException {
        Set<String> names = new LinkedHashSet<>(one.byName().keySet());
        names.addAll(other.byName().keySet());
        for (String name : names) {
            TreeEntries.Entry left = one.byName().get(name);
            TreeEntries.Entry right = other.byName().get(name);
            if (Objects.equals(left, right) || allows.whole().contains(name)) {
                continue;
            }
            boolean files = (left == null || left.isFile()) && (right == null || right.isFile());
            if (allows.files().contains(name) && files) {
                continue;
            }
            Allowed part = allows.parts().get(name);
            boolean folders = (left == null || left.isTree()) && (right == null || right.isTree());
            if (part == null || !folders || differ(folder(left), folder(right), part)) {
                return true;
            }
        }
        return false;
    }

    private TreeEntries folder(TreeEntries.@org.jspecify.annotations.Nullable Entry entry) throws IOException {
        return entry == null ? TreeEntries.EMPTY : trees.read(entry.id());
    }

    /** Names of the root folder that nobody decided upon. */
    List<String> unknown(TreeEntries root) {
        return root.byName().keySet().stream()
                .filter(name -> !known.contains(name))
                .map(TreeEntries::text)
                .toList();
    }

    /** Names of the root folder that differ, for people. */
    static List<String> changed(TreeEntries before, TreeEntries after) {
        Set<String> names = new LinkedHashSet<>(after.byName().keySet());
        names.addAll(before.byName().keySet());
        return names.stream()
                .filter(name -> !Objects.equals(
                        before.byName().get(name), after.byName().get(name)))
                .map(TreeEntries::text)
                .sorted()
                .toList();
    }
}
