// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked from the class path once and then reused. Unpacking happens beside the final place
 * and ends with one rename, so two starters or a kill in the middle leave nothing broken.
 */
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    private static final Pattern VERSION = Pattern.compile("PostgreSQL\\) (\\d+)");

    private static final Duration ABANDONED = Duration.ofMinutes(15);

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds the archive for this machine on the class path and unpacks it unless that is already done.
     *
     * @param cache where unpacked programs are kept
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if no archive fits this machine
     */
    static PostgresBinaries unpacked(Path cache) {
        String resource = archive();
        try {
            Path target = cache.resolve("postgres-" + fingerprint(resource));
            if (!Files.isDirectory(target)) {
                unpack(resource, cache, target);
            }
            return new PostgresBinaries(target);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the embedded PostgreSQL cannot be unpacked to " + cache + " (" + e.getMessage()
                            + "); free 100 MB there, or set DATABASE_URL to use a PostgreSQL of your own",
                    e);
        }
    }

    /** The path of one of {@code initdb}, {@code pg_ctl}, {@code postgres}. */
    Path program(String name) {
        return directory
                .resolve("bin")
                .resolve(OperatingSystem.current() == OperatingSystem.WINDOWS ? name + ".exe" : name);
    }

    /** The major version, such as {@code 18}; asked from the program once and then kept beside it. */
    String majorVersion() throws IOException {
        Path file = directory.resolve("MAJOR_VERSION");
        if (Files.exists(file)) {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        }
        // postgres (PostgreSQL) 18.6
        Commands.Outcome outcome =
                Commands.run(List.of(program("postgres").toString(), "--version"), Duration.ofSeconds(20));
        Matcher matcher = VERSION.matcher(outcome.output());
        if (outcome.exitCode() != 0 || !matcher.find()) {
            throw new IOException("the unpacked PostgreSQL does not run here: "
                    + outcome.output().strip());
        }
        String version = matcher.group(1);
        DurableFiles.write(file, version.getBytes(StandardCharsets.US_ASCII));
        return version;
    }

    private static void unpack(String resource, Path cache, Path target) throws IOException {
        Files.createDirectories(cache);
        removeAbandoned(cache);
        Path temporary = Files.createTempDirectory(cache, "unpacking-");
        try {
            try (InputStream archive = open(resource)) {
                new TarUnpacker(temporary).unpack(new XZInputStream(new BufferedInputStream(archive, 1 << 16)));
            }
            if (DurableFiles.hasModes(temporary)) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            DurableFiles.moveWhole(temporary, target);
            LOG.info("unpacked the embedded PostgreSQL to {}", target);
        } catch (FileSystemException e) {
            // An atomic move onto a full folder fails with different types on different systems.
            if (!Files.isDirectory(target)) {
                throw e;
            }
            LOG.debug("another starter unpacked {} first", target);
        } finally {
            DurableFiles.deleteTree(temporary);
        }
    }

    /** What a kill in the middle left; a younger one may be another starter's. */
    private static void removeAbandoned(Path cache) throws IOException {
        Instant oldest = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(cache, "unpacking-*")) {
            for (Path entry : entries) {
                if (Files.getLastModifiedTime(entry).toInstant().isBefore(oldest)) {
                    DurableFiles.deleteTree(entry);
                }
            }
        }
    }

    private static String archive() {
        String architecture = architecture();
        OperatingSystem system = OperatingSystem.current();
        String name = system.name().toLowerCase(Locale.ROOT) + "-" + architecture;
        // Both C libraries' builds may be on the class path; only one of them runs here.
        boolean musl = system == OperatingSystem.LINUX && Files.exists(Path.of("/etc/alpine-release"));
        String resource = "postgres-" + name + (musl ? "-alpine_linux" : "") + ".txz";
        if (PostgresBinaries.class.getClassLoader().getResource(resource) != null) {
            return resource;
        }
        throw new CasysException(
                ErrorCategory.CONFIGURATION,
                "this build carries no embedded PostgreSQL for " + name + (musl ? " (Alpine)" : "")
                        + "; set DATABASE_URL to use a PostgreSQL of your own");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (List.of("amd64", "x86_64", "x64").contains(name)) {
            return "x86_64";
        }
        return List.of("aarch64", "arm64").contains(name) ? "arm_64" : name;
    }

    /** Size and checksum as the jar's directory has them; digesting 15 MB at each start would take half of it. */
    private static String fingerprint(String resource) throws IOException {
        URL url = PostgresBinaries.class.getClassLoader().getResource(resource);
        if (url != null && url.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                ZipEntry entry = jar.getEntry(resource);
                if (entry != null) {
                    return HexFormat.of().toHexDigits((int) entry.getCrc()) + "-" + entry.getSize();
                }
            }
        }
        try (InputStream archive = open(resource)) {
            MessageDigest digest = Digests.sha256();
            archive.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream archive = PostgresBinaries.class.getClassLoader().getResourceAsStream(resource);
        if (archive == null) {
            throw new IOException("the class path holds no " + resource);
        }
        return archive;
    }
}
