// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Every published entry has the mode and the id of the private one, and none is missing. As the id of a folder covers all
 * that it holds, this proves that nothing was added, left out or altered.
 */
final class SameAsPrivate implements Check {
    @Override
    public String name() {
        return "same-as-private";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (Trees publicTrees = new Trees(candidate.repository());
                Trees privateTrees = new Trees(candidate.privateRepository());
                RevWalk publicWalk = new RevWalk(candidate.repository());
                RevWalk privateWalk = new RevWalk(candidate.privateRepository())) {
            for (Published published : candidate.newCommits()) {
                ObjectId publicRoot =
                        publicWalk.parseCommit(published.commit()).getTree().copy();
                ObjectId privateRoot =
                        privateWalk.parseCommit(published.origin()).getTree().copy();
                new Comparison(candidate.policyOf(published.commit()), published, publicTrees, privateTrees, findings)
                        .compare("", publicTrees.entries(publicRoot), privateTrees.entries(privateRoot));
            }
        }
        return findings;
    }

    private final class Comparison {
        private final Policy policy;
        private final Published published;
        private final Trees publicTrees;
        private final Trees privateTrees;
        private final List<Finding> findings;

        Comparison(Policy policy, Published published, Trees publicTrees, Trees privateTrees, List<Finding> findings) {
            this.policy = policy;
            this.published = published;
            this.publicTrees = publicTrees;
            this.privateTrees = privateTrees;
            this.findings = findings;
        }

        void compare(
                String folder, List<PublishedFolder.Entry> publicEntries, List<PublishedFolder.Entry> privateEntries)
                throws IOException {
            Map<String, PublishedFolder.Entry> others = new HashMap<>();
            for (PublishedFolder.Entry entry : privateEntries) {
                others.put(entry.name(), entry);
            }
            for (PublishedFolder.Entry entry : publicEntries) {
                String path = folder + entry.name();
                PublishedFolder.Entry other = others.remove(entry.name());
                if (entry.equals(other)) {
                    continue;
                }
                if (other == null) {
                    report(path, "is public, but its private commit does not have it");
                } else if (!policy.publishes(path) && isFolder(entry) && isFolder(other)) {
                    compare(path + "/", publicTrees.entries(entry.id()), privateTrees.entries(other.id()));
                } else {
                    report(path, "differs between the public and the private commit");
                }
            }
            for (PublishedFolder.Entry missing : others.values()) {
                String path = folder + missing.name();
                if (policy.publishes(path) || (isFolder(missing) && holdsPublishedFile(path, missing.id()))) {
                    report(path, "is to be published, but the public commit lacks it");
                }
            }
        }

        /** Whether one of the single files of the policy lies in a private folder. */
        private boolean holdsPublishedFile(String path, ObjectId tree) throws IOException {
            if (policy.files().stream().noneMatch(file -> file.startsWith(path + "/"))) {
                return false;
            }
            for (PublishedFolder.Entry entry : privateTrees.entries(tree)) {
                String inner = path + "/" + entry.name();
                if (policy.publishes(inner) || (isFolder(entry) && holdsPublishedFile(inner, entry.id()))) {
                    return true;
                }
            }
            return false;
        }

        private void report(String path, String problem) {
            findings.add(new Finding(
                    name(),
                    Places.of(published, path),
                    problem,
                    "do not publish; the translation is at fault, or somebody else wrote this commit"));
        }
    }

    private static boolean isFolder(PublishedFolder.Entry entry) {
        return FileMode.TREE.equals(entry.mode());
    }
}
