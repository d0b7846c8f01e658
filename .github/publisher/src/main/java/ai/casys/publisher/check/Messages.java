// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.ArrayList;
import java.util.List;

/** No message mentions what is private, holds a secret or a canary, or hides a part of itself. */
final class Messages implements CommitRule {
    @Override
    public String name() {
        return "messages";
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            for (Prose.Flaw flaw : Prose.flaws(candidate.policy(), commit.text().message())) {
                if (flaw.text().isEmpty() || !commit.accepted(candidate, name(), flaw.text())) {
                    findings.add(new Finding(
                            name(),
                            commit.place(),
                            flaw.problem(),
                            "give the private commit a trailer \"Public-Message:\", or accept it in the policy"));
                }
            }
        }
        return findings;
    }
}
