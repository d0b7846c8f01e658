// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a live postmaster from a zombie and from another program that got the same process id. A killed postmaster
 * stays a zombie for as long as nobody reaps it (containers without an init), and a signal can still be sent to it,
 * which is all that PostgreSQL itself checks.
 */
final class ProcessProbe {

    private static final Path PROC = Path.of("/proc");

    private ProcessProbe() {}

    /** Whether the process is alive and is the postmaster of that data directory. */
    static boolean isPostmasterOf(long pid, Path dataDirectory) {
        if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            return false;
        }
        Path process = PROC.resolve(Long.toString(pid));
        if (!Files.isDirectory(process)) {
            return ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().command())
                    .map(command -> Path.of(command).getFileName())
                    .map(name -> name.toString().startsWith("postgres"))
                    .orElse(false);
        }
        if (isZombie(process)) {
            return false;
        }
        try {
            // A postmaster's working directory is its data directory.
            return Files.readSymbolicLink(process.resolve("cwd")).equals(dataDirectory.toRealPath());
        } catch (IOException | UnsupportedOperationException | SecurityException _) {
            return commandLine(process).contains(dataDirectory.toString());
        }
    }

    private static boolean isZombie(Path process) {
        try {
            String status = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // pid (name, which may hold parentheses) state ...
            String state = status.substring(status.lastIndexOf(')') + 1).strip();
            return state.startsWith("Z") || state.startsWith("X");
        } catch (IOException _) {
            return true;
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }
}
