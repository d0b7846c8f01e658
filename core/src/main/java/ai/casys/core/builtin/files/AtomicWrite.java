// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * Puts content into a file as a whole: readers see the old or the new content, also after a crash. The new content is
 * written beside it, forced to the disk and renamed.
 */
final class AtomicWrite {

    private static final Set<java.nio.file.OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private AtomicWrite() {}

    /** Makes a file that must not exist yet: the empty file holds the name until the content is there. */
    static void create(Folder folder, String name, byte[] content) throws IOException {
        folder.open(name, NEW).close();
        try {
            replace(folder, name, content);
        } catch (IOException e) {
            folder.deleteFile(name);
            throw e;
        }
    }

    /** Replaces what the file holds, or makes it. */
    static void replace(Folder folder, String name, byte[] content) throws IOException {
        String temporary = PathRules.TEMPORARY_PREFIX + UUID.randomUUID();
        try {
            try (SeekableByteChannel channel = folder.open(temporary, NEW)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (channel instanceof FileChannel file) {
                    file.force(true);
                }
            }
            keepAccess(folder, name, temporary);
            folder.move(temporary, folder, name);
        } catch (IOException e) {
            deleteQuietly(folder, temporary);
            throw e;
        }
    }

    private static void keepAccess(Folder folder, String name, String temporary) throws IOException {
        try {
            folder.copyAccess(name, temporary);
        } catch (NoSuchFileException _) {
            // A new file has no access rights to keep.
        }
    }

    private static void deleteQuietly(Folder folder, String name) {
        try {
            folder.deleteFile(name);
        } catch (IOException _) {
            // The first failure is the one to report.
        }
    }
}
