// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Folders that other users of the machine may not look into. */
final class OwnerOnly {

    private OwnerOnly() {}

    /** Creates the folder and its missing parents; on POSIX systems they are its owner's alone. */
    static void createDirectories(@Nullable Path folder) throws IOException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return;
        }
        Files.createDirectories(folder);
    }
}
