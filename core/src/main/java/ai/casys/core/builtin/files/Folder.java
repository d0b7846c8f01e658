// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * An open folder below a root. Every operation takes one plain name, as {@link PathRules} lets through, and never
 * follows a symbolic link. Used by one thread and closed by it.
 */
interface Folder extends AutoCloseable {

    /** Opens a folder in this one; fails for a link, even to a folder. */
    Folder child(String name) throws IOException;

    /** The names in this folder in no particular order, at most {@code limit}; may be asked once. */
    List<String> names(int limit) throws IOException;

    /** What the name stands for; a link is a link. */
    BasicFileAttributes attributes(String name) throws IOException;

    /** Opens a file; a link is refused. */
    SeekableByteChannel open(String name, Set<OpenOption> options) throws IOException;

    void deleteFile(String name) throws IOException;

    void deleteFolder(String name) throws IOException;

    /** Renames, replacing a file of the new name. */
    void move(String name, Folder target, String newName) throws IOException;

    void createFolder(String name) throws IOException;

    /** Gives one file the access rights of another, where the system has such. */
    void copyAccess(String from, String to) throws IOException;

    @Override
    void close() throws IOException;
}
