// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What a stranger reaches is what was made for strangers: every commit below the tip is public already or one of those
 * looked at here, and none of these is a private commit. A branch of the right content on top of the private history
 * would look fine and give everything away.
 */
final class Ancestry implements Check {
    private static final int MOST_FINDINGS = 100;

    @Override
    public String name() {
        return "ancestry";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<ObjectId> known = new HashSet<>();
        for (Published published : candidate.newCommits()) {
            known.add(published.commit());
        }
        try (RevWalk walk = new RevWalk(candidate.repository())) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(candidate.tip()));
            if (candidate.publishedTip().isPresent()) {
                walk.markUninteresting(walk.parseCommit(candidate.publishedTip().get()));
            }
            for (RevCommit commit : walk) {
                if (!known.contains(commit) && findings.size() < MOST_FINDINGS) {
                    findings.add(new Finding(
                            name(),
                            Places.shortened(commit),
                            "would become public, though it was not made from a private commit by the translation",
                            "do not publish; look at where this commit comes from"));
                }
            }
        }
        findings.addAll(privateOnes(candidate, known));
        return findings;
    }

    private List<Finding> privateOnes(Candidate candidate, Set<ObjectId> known) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (RevWalk walk = new RevWalk(candidate.privateRepository())) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(candidate.privateTip()));
            for (RevCommit commit : walk) {
                if (known.contains(commit) && findings.size() < MOST_FINDINGS) {
                    findings.add(new Finding(
                            name(),
                            Places.shortened(commit),
                            "is a commit of the private history",
                            "do not publish; the branch to push is the wrong one"));
                }
            }
        }
        return findings;
    }
}
