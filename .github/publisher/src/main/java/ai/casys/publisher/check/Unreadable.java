// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.policy.Policy;
import java.util.List;

/** What cannot be looked at to its end is not published: packings unknown here, broken or deep archives, huge files. */
final class Unreadable implements ContentRule {
    @Override
    public String name() {
        return "unreadable";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        return contents.unread().stream()
                .filter(problem -> !policy.accepts(name(), file.path(), problem))
                .map(problem -> new Finding(
                        name(),
                        file.path(),
                        "cannot be searched: " + problem,
                        "publish what it is made from instead, or look at it yourself and accept it in the policy"))
                .toList();
    }
}
