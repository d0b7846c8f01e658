// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * No published file is, byte for byte, also a private file of the same commit: it would be a private one that was copied
 * into the open part. Files that were moved are not meant, nor files too small to be anybody's work.
 *
 * <p>Every tree of the history is looked at once: first all ids of either side are gathered, and only where they overlap
 * the commits are asked whether one of them has both.
 */
final class PrivateCopies implements Check {
    /** A licence line, an empty test resource: below this size equal bytes are chance. */
    private static final int SMALLEST = 128;

    @Override
    public String name() {
        return "private-copies";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        try (Trees trees = new Trees(candidate.privateRepository());
                ObjectReader reader = candidate.privateRepository().newObjectReader();
                RevWalk walk = new RevWalk(candidate.privateRepository())) {
            List<Sides> sides = new ArrayList<>();
            for (Published published : candidate.newCommits()) {
                sides.add(new Sides(
                        published,
                        candidate.policyOf(published.commit()),
                        walk.parseCommit(published.origin()).getTree().copy()));
            }
            Set<ObjectId> suspects = overlap(trees, sides);
            suspects.removeIf(id -> isTrivial(reader, id));
            return suspects.isEmpty() ? List.of() : copies(candidate, trees, sides, suspects);
        }
    }

    private static Set<ObjectId> overlap(Trees trees, List<Sides> sides) throws IOException {
        Set<ObjectId> open = new HashSet<>();
        Set<ObjectId> closed = new HashSet<>();
        Set<Seen> seen = new HashSet<>();
        for (Sides side : sides) {
            gather(trees, side.policy, "", side.root, seen, open, closed);
        }
        open.retainAll(closed);
        return open;
    }

    private static void gather(
            Trees trees,
            Policy policy,
            String folder,
            ObjectId tree,
            Set<Seen> seen,
            Set<ObjectId> open,
            Set<ObjectId> closed)
            throws IOException {
        for (PublishedFolder.Entry entry : trees.entries(tree)) {
            String path = folder + entry.name();
            if (!FileMode.TREE.equals(entry.mode())) {
                (policy.publishes(path) ? open : closed).add(entry.id());
                continue;
            }
            // What the policy says of a folder holds for all in it, unless single files in it are published.
            boolean whole = policy.publishes(path + "/.");
            boolean divided = !whole && policy.files().stream().anyMatch(file -> file.startsWith(path + "/"));
            if (divided) {
                gather(trees, policy, path + "/", entry.id(), seen, open, closed);
            } else if (seen.add(new Seen(entry.id(), whole))) {
                gather(trees, policy, path + "/", entry.id(), seen, open, closed);
            }
        }
    }

    private static boolean isTrivial(ObjectReader reader, ObjectId id) {
        try {
            return !reader.has(id, Constants.OBJ_BLOB) || reader.getObjectSize(id, Constants.OBJ_BLOB) < SMALLEST;
        } catch (IOException e) {
            return false;
        }
    }

    private List<Finding> copies(Candidate candidate, Trees trees, List<Sides> sides, Set<ObjectId> suspects)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<List<String>> reported = new HashSet<>();
        Search search = new Search(trees, suspects);
        for (Sides side : sides.reversed()) {
            Map<ObjectId, String> open = new HashMap<>();
            Map<ObjectId, String> closed = new HashMap<>();
            search.locate(side.policy, "", side.root, open, closed);
            open.forEach((id, path) -> {
                String copied = closed.get(id);
                if (copied == null
                        || !reported.add(List.of(path, copied))
                        || candidate.policy().accepts(name(), path, copied)) {
                    return;
                }
                findings.add(new Finding(
                        name(),
                        Places.of(side.published, path),
                        "is the same, byte for byte, as the private " + copied,
                        "remove one of the two; if the file is meant to be open, accept it in the policy"));
            });
        }
        return findings;
    }

    /** Finds where files lie; remembers the folders that hold none of them, which is most. */
    private static final class Search {
        private final Trees trees;
        private final Set<ObjectId> wanted;
        private final Set<ObjectId> without = new HashSet<>();

        Search(Trees trees, Set<ObjectId> wanted) {
            this.trees = trees;
            this.wanted = wanted;
        }

        boolean locate(
                Policy policy, String folder, ObjectId tree, Map<ObjectId, String> open, Map<ObjectId, String> closed)
                throws IOException {
            boolean found = false;
            for (PublishedFolder.Entry entry : trees.entries(tree)) {
                String path = folder + entry.name();
                if (FileMode.TREE.equals(entry.mode())) {
                    found |= !without.contains(entry.id()) && locate(policy, path + "/", entry.id(), open, closed);
                } else if (wanted.contains(entry.id())) {
                    (policy.publishes(path) ? open : closed).putIfAbsent(entry.id(), path);
                    found = true;
                }
            }
            if (!found) {
                without.add(tree);
            }
            return found;
        }
    }

    private record Sides(Published published, Policy policy, ObjectId root) {}

    private record Seen(ObjectId tree, boolean open) {}
}
