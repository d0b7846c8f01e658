// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.policy.Policy;
import java.util.List;

/** Every published source file names the public licence in its first lines. */
final class LicenceHeaders implements ContentRule {
    @Override
    public String name() {
        return "licence-headers";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        if (contents.parts().isEmpty() || policy.accepts(name(), file.path(), file.path())) {
            return List.of();
        }
        return LicenceLine.OPEN
                .missing(file.path(), contents.parts().getFirst().lines())
                .map(line -> new Finding(
                        name(), file.path(), "lacks the line \"" + line + "\"", "begin the file with that line"))
                .stream()
                .toList();
    }
}
