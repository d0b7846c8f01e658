// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * All that lies in the trees of the commits that are looked at, each folder and file once for every path and content:
 * the newest commit is read first and the rest of the history adds what differs.
 *
 * @param files files, links and submodules
 * @param folders folders, the roots among them
 */
record PublishedTrees(List<PublishedFile> files, List<PublishedFolder> folders) {

    PublishedTrees {
        files = List.copyOf(files);
        folders = List.copyOf(folders);
    }

    static PublishedTrees of(Candidate candidate) throws IOException {
        Reading reading = new Reading(new Trees(candidate.repository()));
        try (reading.trees;
                RevWalk walk = new RevWalk(candidate.repository())) {
            for (Published published : candidate.newCommits().reversed()) {
                ObjectId root = walk.parseCommit(published.commit()).getTree().copy();
                reading.visit(published.commit(), "", root);
            }
        }
        return new PublishedTrees(reading.files, reading.folders);
    }

    /** The files in the newest tree only. */
    List<PublishedFile> newest(Candidate candidate) {
        return files.stream()
                .filter(file -> file.commit().equals(candidate.tip()))
                .toList();
    }

    private static final class Reading {
        private final Trees trees;
        private final Set<Seen> seen = new HashSet<>();
        private final List<PublishedFile> files = new ArrayList<>();
        private final List<PublishedFolder> folders = new ArrayList<>();

        Reading(Trees trees) {
            this.trees = trees;
        }

        private void visit(ObjectId commit, String path, ObjectId tree) throws IOException {
            if (!seen.add(new Seen(path, tree, FileMode.TREE.getBits()))) {
                return;
            }
            PublishedFolder folder = new PublishedFolder(commit, path, tree, trees.entries(tree));
            folders.add(folder);
            for (PublishedFolder.Entry entry : folder.entries()) {
                String entryPath = folder.pathOf(entry.name());
                if (FileMode.TREE.equals(entry.mode())) {
                    visit(commit, entryPath, entry.id());
                } else if (seen.add(new Seen(entryPath, entry.id(), entry.mode().getBits()))) {
                    files.add(new PublishedFile(commit, entryPath, entry.mode(), entry.id()));
                }
            }
        }
    }

    private record Seen(String path, ObjectId id, int mode) {}
}
