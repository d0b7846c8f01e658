// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What the policy publishes exists. */
final class MissingEntries implements Check {
    @Override
    public String name() {
        return "missing-entries";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        Repository repository = candidate.privateRepository();
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk any = new TreeWalk(repository)) {
            ObjectId root = walk.parseCommit(candidate.privateTip()).getTree().copy();
            List<String> paths = Stream.concat(candidate.policy().roots().stream(), candidate.policy().files().stream())
                    .sorted()
                    .toList();
            List<Finding> findings = new java.util.ArrayList<>();
            for (String path : paths) {
                try (TreeWalk found = TreeWalk.forPath(any.getObjectReader(), path, root)) {
                    if (found == null) {
                        findings.add(new Finding(
                                name(), path, "is published, but does not exist", "remove it from the policy"));
                    }
                }
            }
            return findings;
        }
    }
}
