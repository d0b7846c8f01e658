// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Files are plain or executable, everything else is a link or a submodule, which have rules of their own. */
final class Modes implements TreeRule {
    private static final Set<Integer> KNOWN = Set.of(0040000, 0100644, 0100755, 0120000, 0160000);

    @Override
    public String name() {
        return "modes";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        List<Finding> findings = new ArrayList<>();
        for (PublishedFolder folder : trees.folders()) {
            for (PublishedFolder.Entry entry : folder.entries()) {
                if (!KNOWN.contains(entry.bits())) {
                    findings.add(new Finding(
                            name(),
                            folder.pathOf(entry.name()),
                            "has the mode " + Integer.toOctalString(entry.bits()) + ", which no current git writes",
                            "add the file again in the private tree: it may be 100644 or 100755"));
                }
            }
        }
        return findings;
    }
}
