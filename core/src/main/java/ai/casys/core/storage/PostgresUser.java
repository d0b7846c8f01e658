// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL runs. It refuses to run as root; so root enters a user namespace of its own or, where those are
 * forbidden (hardened kernels, containers), becomes the unprivileged user {@value #NOBODY}, who then owns the data.
 */
final class PostgresUser {

    static final int NOBODY = 65534;

    private static final Duration TRIAL = Duration.ofSeconds(10);

    private final List<String> prefix;
    private final boolean changesOwner;

    private PostgresUser(List<String> prefix, boolean changesOwner) {
        this.prefix = List.copyOf(prefix);
        this.changesOwner = changesOwner;
    }

    /** Nothing is needed. */
    static PostgresUser same() {
        return new PostgresUser(List.of(), false);
    }

    /** A user namespace in which root is nobody in particular; files stay root's. */
    static PostgresUser namespace() {
        return new PostgresUser(List.of("unshare", "-U"), false);
    }

    /** The user {@value #NOBODY}. */
    static PostgresUser nobody() {
        return new PostgresUser(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), true);
    }

    /**
     * The first way that works here.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if this is root and neither way works
     */
    static PostgresUser choose(PostgresBinaries binaries, Path home) {
        if (!isRoot()) {
            return same();
        }
        for (PostgresUser candidate : List.of(namespace(), nobody())) {
            if (candidate.canRun(binaries, home)) {
                return candidate;
            }
        }
        throw new CasysException(
                ErrorCategory.CONFIGURATION,
                "PostgreSQL does not run as root, and neither \"unshare -U\" nor \"setpriv\" works with the home "
                        + home
                        + "; run casys as an ordinary user, or put CASYS_HOME where the user id " + NOBODY
                        + " may enter, or set DATABASE_URL");
    }

    /** The command as this user. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Hands files over to this user where it is not the one that made them. */
    void own(Path root) throws IOException {
        if (!changesOwner || !Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                change(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                change(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void change(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean canRun(PostgresBinaries binaries, Path home) {
        try {
            // The shell proves that the home can be entered, PostgreSQL that its programs can be read.
            return Commands.run(
                                    command(List.of(
                                            "sh",
                                            "-c",
                                            "cd \"$1\" && exec \"$2\" --version",
                                            "sh",
                                            home.toString(),
                                            binaries.program("postgres").toString())),
                                    TRIAL)
                            .exitCode()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isRoot() {
        if (OperatingSystem.current() == OperatingSystem.WINDOWS) {
            return false;
        }
        try {
            return Commands.run(List.of("id", "-u"), TRIAL).output().strip().equals("0");
        } catch (IOException _) {
            return System.getProperty("user.name", "").equals("root");
        }
    }
}
