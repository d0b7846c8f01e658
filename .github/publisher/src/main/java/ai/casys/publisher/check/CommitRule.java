// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;

/** A rule about what a public commit says, apart from its tree. */
interface CommitRule {
    String name();

    List<Finding> findings(Candidate candidate, List<PublicCommit> commits) throws IOException;
}
