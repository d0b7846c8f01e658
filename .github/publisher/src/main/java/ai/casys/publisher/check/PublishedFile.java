// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A file, link or submodule in the tree of a public commit.
 *
 * @param commit the newest of the commits looked at that has it at this path with these bytes
 * @param path from the root, with forward slashes
 * @param mode as the tree says
 * @param id of the blob, or of the submodule's commit
 */
record PublishedFile(ObjectId commit, String path, FileMode mode, ObjectId id) {
    /** Whether there is a blob whose bytes are a file's content. */
    boolean hasContent() {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    /** The last name of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
