// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.List;
import java.util.Set;

/** Files are plain or executable, everything else is a link or a submodule, which have rules of their own. */
final class Modes implements TreeRule {
    private static final Set<Integer> KNOWN = Set.of(0100644, 0100755, 0120000, 0160000);

    @Override
    public String name() {
        return "modes";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        return trees.files().stream()
                .filter(file -> !KNOWN.contains(file.mode().getBits()))
                .map(file -> new Finding(
                        name(),
                        file.path(),
                        "has the mode " + Integer.toOctalString(file.mode().getBits())
                                + ", which no current git writes",
                        "add the file again in the private tree: it may be 100644 or 100755"))
                .toList();
    }
}
