// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import org.eclipse.jgit.lib.ObjectId;

/**
 * One public commit and the private commit it was made from.
 *
 * @param origin the private commit
 * @param commit the public commit
 */
public record Published(ObjectId origin, ObjectId commit) {

    /** Copies the ids, which may be parsed commits and would hold their walk. */
    public Published {
        origin = origin.copy();
        commit = commit.copy();
    }
}
