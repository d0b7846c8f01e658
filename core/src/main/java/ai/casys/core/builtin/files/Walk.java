// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Budget;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;

/**
 * Goes through a folder tree in the order of names, without following links. What vanishes or is closed to us on the way
 * is left out. Used once, by one thread.
 */
final class Walk {

    /** More names than this are not read from one folder. */
    private static final int MAX_NAMES = 20_000;

    private final int depth;
    private final Visitor visitor;
    private final Budget budget;
    private boolean incomplete;

    /**
     * @param depth 1 for the entries of the folder itself
     */
    Walk(int depth, Visitor visitor, Budget budget) {
        this.depth = depth;
        this.visitor = visitor;
        this.budget = budget;
    }

    /** Visits everything, or stops when the visitor has had enough. Answers whether all was seen. */
    boolean run(Folder folder) throws IOException {
        return go(folder, "", 1) && !incomplete;
    }

    private boolean go(Folder folder, String prefix, int level) throws IOException {
        List<String> names = folder.names(MAX_NAMES + 1);
        incomplete |= names.size() > MAX_NAMES;
        for (String name : names.stream().sorted(Comparator.naturalOrder()).toList()) {
            budget.checkNow();
            if (name.startsWith(PathRules.TEMPORARY_PREFIX)) {
                continue;
            }
            BasicFileAttributes attributes;
            try {
                attributes = folder.attributes(name);
            } catch (IOException _) {
                continue;
            }
            if (!visitor.visit(folder, name, prefix + name, attributes)) {
                return false;
            }
            if (attributes.isDirectory() && level < depth && !goDown(folder, name, prefix, level)) {
                return false;
            }
        }
        return true;
    }

    private boolean goDown(Folder folder, String name, String prefix, int level) throws IOException {
        Folder child;
        try {
            child = folder.child(name);
        } catch (IOException _) {
            return true;
        }
        try (child) {
            return go(child, prefix + name + "/", level + 1);
        }
    }

    /** Sees one entry after another. */
    @FunctionalInterface
    interface Visitor {

        /**
         * @param path relative to where the walk began
         * @return false to stop
         */
        boolean visit(Folder folder, String name, String path, BasicFileAttributes attributes) throws IOException;
    }
}
