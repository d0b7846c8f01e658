// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.secret.SecretNames;
import java.util.List;

/** No file whose name says that it holds secrets, whatever it holds now: the next version would be published as well. */
final class SecretFiles implements TreeRule {
    @Override
    public String name() {
        return "secret-files";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        return trees.files().stream()
                .filter(file -> SecretNames.matches(file.path()))
                .filter(file -> !candidate.policy().accepts(name(), file.path(), file.path()))
                .map(file -> new Finding(
                        name(),
                        file.path(),
                        "has the name of a file that holds secrets",
                        "remove it and change what it held, or accept it in the policy if it is an example"))
                .toList();
    }
}
