// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.ConfigJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Replaces configuration files: a backup first, then the new content under another name, then one rename. */
final class SafeFiles {

    /** Configuration with secrets in it is for its owner only. */
    static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final Pattern INDENT = Pattern.compile("\\{\\s*?\\n([ \\t]+)\"");

    private final Clock clock;

    SafeFiles(Clock clock) {
        this.clock = clock;
    }

    /**
     * Writes the object in place of {@code before}, indented as that was.
     *
     * @param before what the file must still hold, empty when it must not exist
     * @param newMode the permissions of a file that did not exist, and of one that is to be closed to others
     */
    WriteOutcome.Written replace(
            Path file, ObjectNode content, Optional<byte[]> before, Optional<Set<PosixFilePermission>> newMode) {
        try {
            Path real = before.isPresent() ? file.toRealPath() : file.toAbsolutePath();
            refuseIfChanged(real, before);
            Path folder = Optional.ofNullable(real.getParent()).orElse(real);
            Files.createDirectories(folder);
            Optional<Path> backup = before.isPresent() ? Optional.of(backUp(real)) : Optional.empty();
            Path temporary = Files.createTempFile(folder, "." + real.getFileName(), ".tmp");
            try {
                Files.writeString(temporary, ConfigJson.write(content, indent(before)));
                setMode(temporary, newMode.isPresent() ? newMode.get() : mode(real));
                Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            return new WriteOutcome.Written(file, backup);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    file + " cannot be written (" + e.getClass().getSimpleName()
                            + "); check that its folder can be written to. It is as it was.",
                    e);
        }
    }

    private static void refuseIfChanged(Path file, Optional<byte[]> before) {
        boolean same =
                before.isPresent() ? Arrays.equals(before.get(), ConfigJson.readBytes(file)) : !Files.exists(file);
        if (!same) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    file + " was changed by another program just now; it was left as it is. Try again.");
        }
    }

    private Path backUp(Path file) throws IOException {
        String name = file.getFileName() + ".bak-" + STAMP.format(LocalDateTime.now(clock));
        Path backup = file.resolveSibling(name);
        for (int number = 2; Files.exists(backup); number++) {
            backup = file.resolveSibling(name + "-" + number);
        }
        return Files.copy(file, backup, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String indent(Optional<byte[]> before) {
        return before.map(bytes -> INDENT.matcher(new String(bytes, StandardCharsets.UTF_8)))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .orElse("  ");
    }

    private static Set<PosixFilePermission> mode(Path file) throws IOException {
        return isPosix(file) && Files.exists(file) ? Files.getPosixFilePermissions(file) : PRIVATE;
    }

    private static void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, mode);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
