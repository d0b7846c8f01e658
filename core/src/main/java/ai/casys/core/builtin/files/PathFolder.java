// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A folder known by its path, for systems without folder handles (Windows). Before every operation, and after opening,
 * the path must still be its own real path; a swap in between two of these looks is the one thing it cannot see, and
 * making links needs a privilege there.
 */
final class PathFolder implements Folder {

    private final Path path;

    /** @param path its own real path */
    PathFolder(Path path) {
        this.path = path;
    }

    @Override
    public Folder child(String name) throws IOException {
        verify();
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(name);
        }
        Path real = path.resolve(name).toRealPath();
        if (!real.startsWith(path) || real.getNameCount() != path.getNameCount() + 1) {
            throw new NotDirectoryException(name);
        }
        return new PathFolder(real);
    }

    @Override
    public List<String> names(int limit) throws IOException {
        verify();
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            verify();
            for (Path entry : stream) {
                if (names.size() == limit) {
                    break;
                }
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    @Override
    public BasicFileAttributes attributes(String name) throws IOException {
        verify();
        return Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public SeekableByteChannel open(String name, Set<OpenOption> options) throws IOException {
        verify();
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        SeekableByteChannel channel = Files.newByteChannel(path.resolve(name), all);
        try {
            verify();
            return channel;
        } catch (IOException e) {
            channel.close();
            if (options.contains(StandardOpenOption.CREATE_NEW)) {
                Files.deleteIfExists(path.resolve(name));
            }
            throw e;
        }
    }

    @Override
    public void deleteFile(String name) throws IOException {
        if (attributes(name).isDirectory()) {
            throw new FileSystemException(name, null, "is a folder");
        }
        Files.delete(path.resolve(name));
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(name);
        }
        Files.delete(path.resolve(name));
    }

    @Override
    public void move(String name, Folder target, String newName) throws IOException {
        if (!(target instanceof PathFolder other)) {
            throw new FileSystemException(name, newName, "the two roots are of different kinds");
        }
        verify();
        other.verify();
        Files.move(
                path.resolve(name),
                other.path.resolve(newName),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void createFolder(String name) throws IOException {
        verify();
        Files.createDirectory(path.resolve(name));
    }

    @Override
    public void copyAccess(String from, String to) {
        // A new file inherits the access rights of its folder there.
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private void verify() throws IOException {
        if (!path.toRealPath().equals(path)) {
            throw new FileSystemException(path.getFileName().toString(), null, "was replaced by a link");
        }
    }
}
