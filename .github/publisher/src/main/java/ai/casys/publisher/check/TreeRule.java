// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** A rule about names, modes and ids in the published trees; contents are not read. */
interface TreeRule {
    String name();

    List<Finding> findings(Candidate candidate, PublishedTrees trees) throws IOException;
}
