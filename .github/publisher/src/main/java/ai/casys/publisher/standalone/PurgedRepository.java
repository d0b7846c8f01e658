// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A local Maven repository without anything of ours: a module that was installed there would supply the classes that the
 * published tree lacks, and hide the fault. Artifacts are hard links, which cost nothing and are never written again; the
 * small files that Maven keeps books in are copied, so that the original does not change.
 */
final class PurgedRepository {
    private static final Path OURS = Path.of("ai", "casys");
    private static final List<String> ARTIFACTS = List.of(".jar", ".pom", ".zip", ".gz", ".tgz", ".exe");

    private PurgedRepository() {}

    /** Makes {@code target}, which must not exist; empty if there is no {@code source}. */
    static void make(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        if (!Files.isDirectory(source)) {
            return;
        }
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path relative = source.relativize(folder);
                if (relative.equals(OURS)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target.resolve(relative));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                take(file, target.resolve(source.relativize(file)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Another build is at work there, and its temporary files come and go.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private static void take(Path file, Path target) throws IOException {
        String name = file.getFileName().toString();
        try {
            if (ARTIFACTS.stream().anyMatch(name::endsWith)) {
                link(file, target);
            } else {
                Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (NoSuchFileException e) {
            // As above.
        }
    }

    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system, or one without hard links.
            Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
