// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.function.Predicate;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.UnmergedPathException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The reverse of what publication does to a tree: the public files of one tree laid over the private files of another.
 * Because nothing is patched, nothing can be applied wrongly, and publishing the result gives the public tree again.
 */
final class Overlay {
    private final ObjectReader reader;
    private final ObjectInserter inserter;

    Overlay(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /** The tree with the private files of {@code privateTree} and all files of {@code publicTree}. */
    ObjectId lay(ObjectId publicTree, ObjectId privateTree, Policy policy) throws IOException {
        return write(builder -> {
            add(builder, privateTree, path -> !policy.publishes(path));
            add(builder, publicTree, path -> true);
        });
    }

    /** What publication would leave of {@code tree}. */
    ObjectId publicPart(ObjectId tree, Policy policy) throws IOException {
        return write(builder -> add(builder, tree, policy::publishes));
    }

    private ObjectId write(Filling filling) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        filling.fill(builder);
        builder.finish();
        try {
            return index.writeTree(inserter);
        } catch (UnmergedPathException e) {
            throw new IOException(e);
        }
    }

    private void add(DirCacheBuilder builder, ObjectId tree, Predicate<String> wanted) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                if (!wanted.test(walk.getPathString())) {
                    continue;
                }
                DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
                entry.setFileMode(walk.getFileMode(0));
                entry.setObjectId(walk.getObjectId(0));
                builder.add(entry);
            }
        }
    }

    private interface Filling {
        void fill(DirCacheBuilder builder) throws IOException;
    }
}
