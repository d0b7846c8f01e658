// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Policy;
import java.util.List;

/** Compiled classes, alone or in jars, refer to nothing that is private, by any constant. */
final class ForbiddenClasses implements ContentRule {
    @Override
    public String name() {
        return "forbidden-classes";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        return Mentions.in(name(), policy, file.path(), contents, Part.Kind.CLASS);
    }
}
