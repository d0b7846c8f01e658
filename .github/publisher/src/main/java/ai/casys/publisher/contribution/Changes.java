// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** What one commit changes against every one of its parents: of a merge, only what it did itself. */
final class Changes {

    /**
     * One changed path.
     *
     * @param path from the root
     * @param mode what it is afterwards; {@link FileMode#MISSING} where it was removed
     */
    record Change(String path, FileMode mode) {}

    private Changes() {}

    static List<Change> of(ObjectReader reader, RevCommit commit) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            walk.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                walk.addTree(parent.getTree());
            }
            if (commit.getParentCount() > 0) {
                walk.setFilter(TreeFilter.ANY_DIFF);
            }
            while (walk.next()) {
                boolean own = true;
                for (int parent = 1; parent < walk.getTreeCount(); parent++) {
                    own &= !walk.idEqual(0, parent) || walk.getRawMode(0) != walk.getRawMode(parent);
                }
                if (own) {
                    changes.add(new Change(walk.getPathString(), walk.getFileMode(0)));
                }
            }
        }
        return changes;
    }
}
