// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A folder in the tree of a public commit.
 *
 * @param commit the newest of the commits looked at that has it
 * @param path from the root, empty for the root itself
 * @param id of the tree
 * @param entries in the order of the tree
 */
record PublishedFolder(ObjectId commit, String path, ObjectId id, List<Entry> entries) {
    /**
     * One entry.
     *
     * @param name as UTF-8, or as Latin-1 where the bytes are none
     * @param utf8 whether the bytes were UTF-8
     * @param bits the mode as it is written
     */
    record Entry(String name, boolean utf8, FileMode mode, int bits, ObjectId id) {}

    PublishedFolder {
        entries = List.copyOf(entries);
    }

    /** The path of an entry from the root. */
    String pathOf(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
