// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectReader;

/** Commits and trees are what {@code git fsck} calls sound: a host would refuse others, or worse, a client would not. */
final class WellFormed implements TreeRule {
    @Override
    public String name() {
        return "well-formed";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) throws IOException {
        List<Finding> findings = new ArrayList<>();
        ObjectChecker checker = new ObjectChecker();
        try (ObjectReader reader = candidate.repository().newObjectReader()) {
            for (Published published : candidate.newCommits()) {
                byte[] bytes =
                        reader.open(published.commit(), Constants.OBJ_COMMIT).getCachedBytes();
                try {
                    checker.checkCommit(published.commit(), bytes);
                } catch (CorruptObjectException e) {
                    findings.add(finding(Places.of(published), e));
                }
            }
            for (PublishedFolder folder : trees.folders()) {
                byte[] bytes = reader.open(folder.id(), Constants.OBJ_TREE).getCachedBytes();
                try {
                    checker.checkTree(folder.id(), bytes);
                } catch (CorruptObjectException e) {
                    findings.add(finding(folder.path().isEmpty() ? "the root folder" : folder.path(), e));
                }
            }
        }
        return findings;
    }

    private Finding finding(String place, CorruptObjectException e) {
        return new Finding(
                name(),
                place,
                "is not sound: " + e.getMessage(),
                "run git fsck --strict in the private repository and write the object anew");
    }
}
