// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** Somebody has decided on every entry of the private root folder whether it is public. */
final class RootEntries implements Check {
    @Override
    public String name() {
        return "root-entries";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        try (RevWalk walk = new RevWalk(candidate.privateRepository());
                Trees trees = new Trees(candidate.privateRepository())) {
            ObjectId root = walk.parseCommit(candidate.privateTip()).getTree().copy();
            return trees.entries(root).stream()
                    .map(PublishedFolder.Entry::name)
                    .filter(name -> !candidate.policy().knows(name))
                    .map(name -> new Finding(
                            name(),
                            name,
                            "an entry of the root that is neither published nor known to be private",
                            "add it to roots or to private in the policy"))
                    .toList();
        }
    }
}
