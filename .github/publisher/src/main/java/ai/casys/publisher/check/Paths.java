// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** Every path of every commit is one that the commit's own policy publishes. */
final class Paths implements Check {
    @Override
    public String name() {
        return "paths";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (Trees trees = new Trees(candidate.repository());
                RevWalk walk = new RevWalk(candidate.repository())) {
            for (Published published : candidate.newCommits()) {
                Policy policy = candidate.policyOf(published.commit());
                ObjectId root = walk.parseCommit(published.commit()).getTree().copy();
                visit(policy, published, trees, "", root, findings);
            }
        }
        return findings;
    }

    private void visit(
            Policy policy, Published published, Trees trees, String folder, ObjectId tree, List<Finding> findings)
            throws IOException {
        for (PublishedFolder.Entry entry : trees.entries(tree)) {
            String path = folder + entry.name();
            if (policy.publishes(path)) {
                continue;
            }
            if (FileMode.TREE.equals(entry.mode())) {
                visit(policy, published, trees, path + "/", entry.id(), findings);
                continue;
            }
            findings.add(new Finding(
                    name(),
                    Places.of(published, path),
                    "the path is public, though the policy of its commit does not publish it",
                    "do not publish; the translation is at fault, or somebody else wrote this commit"));
        }
    }
}
