// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.policy.Policy;
import java.util.List;

/** A rule about what lies in a published file. */
interface ContentRule {
    String name();

    /**
     * What breaks the rule and nobody accepted.
     *
     * @param policy of the private tip: exceptions can be granted after the commit that needs them
     */
    List<Finding> findings(Policy policy, PublishedFile file, Contents contents);
}
