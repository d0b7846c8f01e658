// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Policy;
import java.util.List;

/** Text, service files and bytes that are no text mention nothing that is private, but for the tolerated places. */
final class ForbiddenText implements ContentRule {
    @Override
    public String name() {
        return "forbidden-text";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        return Mentions.in(name(), policy, file.path(), contents, Part.Kind.TEXT);
    }
}
