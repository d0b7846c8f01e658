// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import org.eclipse.jgit.lib.AnyObjectId;

/** How findings name places. */
final class Places {
    private Places() {}

    /** A file in a commit: the private id is what the reader of the report can look up. */
    static String of(Published published, String path) {
        return path + " (" + shortened(published.origin()) + ")";
    }

    /** A commit, by its public and its private id. */
    static String of(Published published) {
        return shortened(published.commit()) + " (from " + shortened(published.origin()) + ")";
    }

    static String shortened(AnyObjectId id) {
        return id.abbreviate(12).name();
    }
}
