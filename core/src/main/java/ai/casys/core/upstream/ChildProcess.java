// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What makes a process recognisable after a restart of the engine: its number alone is given to another process sooner
 * or later, together with the instant of its start and its program it is not.
 *
 * @param command path of the program, where the system tells it
 */
record ChildProcess(long pid, Instant started, Optional<String> command) {

    /** The system's clock may be set between two readings, from which the instant of the start is computed. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    ChildProcess {
        Objects.requireNonNull(started, "started is null");
        Objects.requireNonNull(command, "command is null");
    }

    /** Describes a running process; empty where the system does not tell when it started. */
    static Optional<ChildProcess> of(ProcessHandle handle) {
        ProcessHandle.Info info = handle.info();
        return info.startInstant().map(started -> new ChildProcess(handle.pid(), started, info.command()));
    }

    /** The very same process, if it still runs. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(handle -> pid != ProcessHandle.current().pid())
                .filter(ChildProcess::isRunning)
                .filter(handle -> of(handle).filter(this::isSame).isPresent());
    }

    /** Whether the process does anything yet; an ended one that nobody has collected does not count. */
    static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    private boolean isSame(ChildProcess other) {
        return Duration.between(started, other.started).abs().compareTo(CLOCK_TOLERANCE) <= 0
                && command.equals(other.command);
    }

    /** Linux: the state is the first field after the name, which stands in parentheses and may hold anything. */
    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.isReadable(stat)) {
            return false;
        }
        try {
            String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            return text.startsWith(" Z", text.lastIndexOf(')') + 1);
        } catch (IOException e) {
            // It ended between the two looks; isAlive tells so the next time.
            return false;
        }
    }
}
