// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** A {@link CommitRule} on the commits that several rules share. */
record CommitCheck(CommitRule rule, Memo<List<PublicCommit>> commits) implements Check {
    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        return rule.findings(candidate, commits.of(candidate));
    }
}
