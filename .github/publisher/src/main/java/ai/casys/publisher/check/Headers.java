// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A public commit has the headers every commit has, and none besides: a signature would be one of other bytes, and the
 * header {@code mergetag} holds the whole text of a private tag.
 */
final class Headers implements CommitRule {
    private static final Set<String> ALLOWED = Set.of("tree", "parent", "author", "committer", "encoding");

    @Override
    public String name() {
        return "headers";
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            for (GitText.Header header : commit.text().headers()) {
                if (!ALLOWED.contains(header.name())) {
                    findings.add(new Finding(
                            name(),
                            commit.place(),
                            "has the header \"" + header.name() + "\"",
                            "do not publish; the translation is at fault, or somebody else wrote this commit"));
                }
            }
        }
        return findings;
    }
}
