// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a tar stream below one directory; an entry or link that would leave it is an error. */
final class TarUnpacker {

    private final Path root;

    /** @param root an existing directory */
    TarUnpacker(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    void unpack(InputStream tar) throws IOException {
        TarArchiveInputStream entries = new TarArchiveInputStream(tar);
        TarArchiveEntry entry = entries.getNextEntry();
        while (entry != null) {
            write(entry, entries);
            entry = entries.getNextEntry();
        }
    }

    private void write(TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = inside(root.resolve(entry.getName()), entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path parent = target.getParent();
        if (parent == null) {
            throw escape(entry.getName());
        }
        Files.createDirectories(parent);
        // A link written earlier may stand where this path passes through.
        if (!parent.toRealPath().startsWith(root.toRealPath()) || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw escape(entry.getName());
        }
        if (entry.isSymbolicLink()) {
            inside(parent.resolve(entry.getLinkName()), entry.getName());
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isLink()) {
            Files.createLink(target, inside(root.resolve(entry.getLinkName()), entry.getName()));
            return;
        }
        if (!entry.isFile()) {
            throw new IOException("the archive entry \"" + entry.getName() + "\" is neither file, directory nor link");
        }
        Files.copy(content, target);
        if (DurableFiles.hasModes(target)) {
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private Path inside(Path path, String name) throws IOException {
        Path normal = path.toAbsolutePath().normalize();
        if (!normal.startsWith(root)) {
            throw escape(name);
        }
        return normal;
    }

    private static IOException escape(String name) {
        return new IOException("the archive entry \"" + name + "\" would be written outside its directory");
    }
}
