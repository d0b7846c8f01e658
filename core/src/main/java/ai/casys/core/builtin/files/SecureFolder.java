// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A folder held by an open handle: names are looked up in that very folder ({@code openat} and its kin), so a folder
 * that is swapped for a link after it was opened changes nothing.
 */
final class SecureFolder implements Folder {

    private final SecureDirectoryStream<Path> stream;
    private final Path rootPath;

    /** @param rootPath the real path of the root, for which the operator answers */
    SecureFolder(SecureDirectoryStream<Path> stream, Path rootPath) {
        this.stream = stream;
        this.rootPath = rootPath;
    }

    @Override
    public Folder child(String name) throws IOException {
        return new SecureFolder(stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS), rootPath);
    }

    @Override
    public List<String> names(int limit) {
        List<String> names = new ArrayList<>();
        for (Path path : stream) {
            if (names.size() == limit) {
                break;
            }
            names.add(path.getFileName().toString());
        }
        return names;
    }

    @Override
    public BasicFileAttributes attributes(String name) throws IOException {
        return stream.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    @Override
    public SeekableByteChannel open(String name, Set<OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return stream.newByteChannel(Path.of(name), all);
    }

    @Override
    public void deleteFile(String name) throws IOException {
        stream.deleteFile(Path.of(name));
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        stream.deleteDirectory(Path.of(name));
    }

    @Override
    public void move(String name, Folder target, String newName) throws IOException {
        if (!(target instanceof SecureFolder other)) {
            throw new FileSystemException(name, newName, "the two roots are of different kinds");
        }
        stream.move(Path.of(name), other.stream, Path.of(newName));
    }

    /** There is no {@code mkdirat} in the JDK: the folder is made in the root and moved to its place by handle. */
    @Override
    public void createFolder(String name) throws IOException {
        String temporary = PathRules.TEMPORARY_PREFIX + UUID.randomUUID();
        Path path = Files.createDirectory(rootPath.resolve(temporary));
        try (DirectoryStream<Path> root = Files.newDirectoryStream(rootPath)) {
            if (!(root instanceof SecureDirectoryStream<Path> secure)) {
                throw new FileSystemException(name, null, "the root changed its kind");
            }
            secure.move(Path.of(temporary), stream, Path.of(name));
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    @Override
    public void copyAccess(String from, String to) throws IOException {
        PosixFileAttributeView source = posix(from);
        PosixFileAttributeView target = posix(to);
        if (source != null && target != null) {
            target.setPermissions(source.readAttributes().permissions());
        }
    }

    @SuppressWarnings("NullAway") // The JDK answers null where the file system has no such rights; the caller asks.
    private PosixFileAttributeView posix(String name) {
        return stream.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
