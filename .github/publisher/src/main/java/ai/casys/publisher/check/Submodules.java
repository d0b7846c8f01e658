// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.List;
import org.eclipse.jgit.lib.FileMode;

/** A submodule would point at a repository and a commit that strangers may not have, or should not know. */
final class Submodules implements TreeRule {
    @Override
    public String name() {
        return "submodules";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        return trees.files().stream()
                .filter(file ->
                        FileMode.GITLINK.equals(file.mode()) || file.name().equalsIgnoreCase(".gitmodules"))
                .map(file -> new Finding(
                        name(),
                        file.path(),
                        FileMode.GITLINK.equals(file.mode())
                                ? "is a submodule, at commit " + Places.shortened(file.id())
                                : "names submodules and their addresses",
                        "move it to a private folder, or replace it by the files themselves"))
                .toList();
    }
}
