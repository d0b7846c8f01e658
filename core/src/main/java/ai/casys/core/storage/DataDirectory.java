// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory of the embedded PostgreSQL: made beside its place and renamed when it is whole, so a kill at any
 * moment leaves either none or a good one. Not for concurrent use; the {@link HomeLock} keeps others away.
 */
final class DataDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final Duration INITDB = Duration.ofMinutes(2);

    private final EmbeddedOptions options;
    private final PostgresBinaries binaries;
    private final PostgresUser user;

    DataDirectory(EmbeddedOptions options, PostgresBinaries binaries, PostgresUser user) {
        this.options = options;
        this.binaries = binaries;
        this.user = user;
    }

    Path path() {
        return options.dataDirectory();
    }

    /**
     * Makes the directory if it is missing and writes the configuration of this start.
     *
     * @return the superuser's password
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if it cannot be used
     */
    String prepare(int port) {
        try {
            if (!Files.exists(path())) {
                removeLeftovers();
                create();
            }
            checkVersion();
            String password = readPassword();
            DurableFiles.write(
                    path().resolve("postgresql.conf"),
                    PostgresConfiguration.text(port, options.durable()).getBytes(StandardCharsets.UTF_8));
            user.own(path());
            return password;
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database directory " + path() + " cannot be used (" + e.getMessage()
                            + "); check the space and the permissions there",
                    e);
        }
    }

    /** Writes the configuration anew, for a restart. */
    void configure(int port) throws IOException {
        DurableFiles.write(
                path().resolve("postgresql.conf"),
                PostgresConfiguration.text(port, options.durable()).getBytes(StandardCharsets.UTF_8));
        user.own(path().resolve("postgresql.conf"));
    }

    private void create() throws IOException {
        Path temporary = Files.createTempDirectory(options.home(), "postgres-new-");
        try {
            Optional<Path> template = options.template();
            Path made = temporary.resolve("data");
            if (template.isPresent()) {
                copyTree(template.get(), made);
                DurableFiles.write(options.passwordFile(), Files.readAllBytes(passwordBeside(template.get())));
            } else {
                initialise(temporary, made);
            }
            DurableFiles.moveWhole(made, path());
            LOG.info("created the database directory {}", path());
        } finally {
            DurableFiles.deleteTree(temporary);
        }
    }

    private void initialise(Path temporary, Path made) throws IOException {
        if (!Files.exists(options.passwordFile())) {
            DurableFiles.write(options.passwordFile(), newPassword().getBytes(StandardCharsets.US_ASCII));
        }
        Path passwordFile = temporary.resolve("password");
        DurableFiles.write(passwordFile, Files.readAllBytes(options.passwordFile()));
        user.own(temporary);
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + made,
                "--username=" + EmbeddedPostgres.SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions"));
        if (!options.durable()) {
            command.add("--no-sync");
        }
        Commands.Outcome outcome = Commands.run(user.command(command), INITDB);
        Files.deleteIfExists(passwordFile);
        if (outcome.exitCode() != 0) {
            throw new IOException("initdb ended with " + outcome.exitCode() + ": "
                    + outcome.output().strip());
        }
    }

    /** What a kill in the middle of an earlier start left. */
    private void removeLeftovers() throws IOException {
        try (var entries = Files.newDirectoryStream(options.home(), "postgres-new-*")) {
            for (Path entry : entries) {
                DurableFiles.deleteTree(entry);
            }
        }
    }

    private void checkVersion() throws IOException {
        Path file = path().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database directory " + path()
                            + " is not one of PostgreSQL (it has no PG_VERSION); move it away and start again, "
                            + "or set CASYS_HOME to the right home");
        }
        String found = Files.readString(file, StandardCharsets.US_ASCII).strip();
        String needed = binaries.majorVersion();
        if (!found.equals(needed)) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database directory " + path() + " belongs to PostgreSQL " + found
                            + ", this program brings PostgreSQL " + needed
                            + "; write a backup with the earlier program (casys backup), move the directory away, "
                            + "and read the backup with this one (casys restore)");
        }
    }

    private String readPassword() throws IOException {
        if (!Files.exists(options.passwordFile())) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database password file " + options.passwordFile()
                            + " is missing; put it back from a copy of the home");
        }
        return Files.readString(options.passwordFile(), StandardCharsets.US_ASCII)
                .strip();
    }

    /** Where the password of a template directory lies. */
    static Path passwordBeside(Path template) {
        return template.resolveSibling(template.getFileName() + ".password");
    }

    private static String newPassword() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path target = to.resolve(from.relativize(directory).toString());
                Files.createDirectory(target, DurableFiles.ownerOnly(target, "rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
