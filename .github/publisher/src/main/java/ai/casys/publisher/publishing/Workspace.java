// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A temporary folder with the bare candidate repository. It borrows the objects of the private repository, so that no
 * file is copied; what a run that was killed left behind is removed by the next one.
 */
final class Workspace implements AutoCloseable {
    private static final String PREFIX = "casys-publisher-";
    private static final Pattern LEFT = Pattern.compile(PREFIX + "(\\d+)-.*");

    private final Path folder;
    private final Repository candidate;

    private Workspace(Path folder, Repository candidate) {
        this.folder = folder;
        this.candidate = candidate;
    }

    static Workspace create(Repository privateRepository, String branch) throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        removeLeftOvers(parent);
        Path folder = Files.createTempDirectory(
                parent, PREFIX + ProcessHandle.current().pid() + "-");
        Path bare = folder.resolve("candidate.git");
        try (Repository fresh =
                new FileRepositoryBuilder().setGitDir(bare.toFile()).setBare().build()) {
            fresh.create(true);
            fresh.updateRef(Constants.HEAD).link(Constants.R_HEADS + branch);
        }
        Path objects = ((ObjectDirectory) privateRepository.getObjectDatabase())
                .getDirectory()
                .toPath()
                .toRealPath();
        Path info = bare.resolve("objects/info");
        Files.createDirectories(info);
        Files.writeString(info.resolve("alternates"), objects + "\n");
        Repository candidate = new FileRepositoryBuilder()
                .setGitDir(bare.toFile())
                .setBare()
                .setMustExist(true)
                .build();
        return new Workspace(folder, candidate);
    }

    Repository candidate() {
        return candidate;
    }

    Git git() {
        return new Git(candidate.getDirectory().toPath());
    }

    @Override
    public void close() {
        candidate.close();
        remove(folder);
    }

    private static void removeLeftOvers(Path parent) throws IOException {
        List<Path> left;
        try (Stream<Path> entries = Files.list(parent)) {
            left = entries.filter(Workspace::isLeftOver).toList();
        }
        left.forEach(Workspace::remove);
    }

    private static boolean isLeftOver(Path entry) {
        Matcher matcher = LEFT.matcher(entry.getFileName().toString());
        if (!matcher.matches()) {
            return false;
        }
        try {
            return ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()
                    && Files.getOwner(entry).equals(Files.getOwner(Path.of(System.getProperty("user.home"))));
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** Removes what it can; what it cannot is tried again by the next run. */
    private static void remove(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.sorted(Comparator.reverseOrder()).forEach(entry -> {
                try {
                    Files.deleteIfExists(entry);
                } catch (IOException e) {
                    // Somebody else is removing it, or it is not ours.
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // As above.
        }
    }
}
