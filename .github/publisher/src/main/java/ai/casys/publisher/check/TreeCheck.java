// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** A {@link TreeRule} on the trees that several rules share. */
record TreeCheck(TreeRule rule, Memo<PublishedTrees> trees) implements Check {
    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        return rule.findings(candidate, trees.of(candidate));
    }
}
