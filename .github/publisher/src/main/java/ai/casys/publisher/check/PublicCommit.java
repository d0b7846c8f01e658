// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * A public commit and the private one that it was made from, as their bytes say.
 *
 * @param published the ids
 * @param text the public one
 * @param original the private one
 */
record PublicCommit(Published published, GitText text, GitText original) {
    static List<PublicCommit> of(Candidate candidate) throws IOException {
        List<PublicCommit> commits = new ArrayList<>();
        try (ObjectReader open = candidate.repository().newObjectReader();
                ObjectReader closed = candidate.privateRepository().newObjectReader()) {
            for (Published published : candidate.newCommits()) {
                byte[] text =
                        open.open(published.commit(), Constants.OBJ_COMMIT).getCachedBytes();
                byte[] original =
                        closed.open(published.origin(), Constants.OBJ_COMMIT).getCachedBytes();
                commits.add(new PublicCommit(published, GitText.parse(text), GitText.parse(original)));
            }
        }
        return commits;
    }

    /** Whether the policy accepts what {@code check} says about {@code text}; a commit has two ids to be named by. */
    boolean accepted(Candidate candidate, String check, String text) {
        return candidate.policy().accepts(check, published.origin().name(), text)
                || candidate.policy().accepts(check, published.commit().name(), text);
    }

    String place() {
        return Places.of(published);
    }
}
