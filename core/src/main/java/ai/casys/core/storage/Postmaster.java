// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of PostgreSQL. On Linux the server is a child of this process, in a session of its own so that Ctrl-C in a
 * terminal does not reach it, and reaped by this process; elsewhere {@code pg_ctl} starts it, which on Windows also drops
 * administrator rights. A thread of its own pumps the output. Not for concurrent use, except {@link #awaitEnd}.
 */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration FAST_STOP = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

    private final Path dataDirectory;
    private final Process launcher;
    private final boolean direct;
    private final Thread pump;

    private Postmaster(Path dataDirectory, Process launcher, boolean direct, Thread pump) {
        this.dataDirectory = dataDirectory;
        this.launcher = launcher;
        this.direct = direct;
        this.pump = pump;
    }

    /**
     * Starts and waits until connections are accepted.
     *
     * @throws IOException if the server ends or is not ready in time; it is stopped then
     */
    static Postmaster start(
            PostgresBinaries binaries, PostgresUser user, Path dataDirectory, BoundedLog log, Duration timeout)
            throws IOException {
        boolean direct = OperatingSystem.current() == OperatingSystem.LINUX;
        log.clearTail();
        Process launcher =
                Commands.builder(command(binaries, user, dataDirectory, direct)).start();
        launcher.getOutputStream().close();
        Thread pump = Thread.ofVirtual().name("postgres-log").start(() -> log.pump(launcher.getInputStream()));
        Postmaster postmaster = new Postmaster(dataDirectory, launcher, direct, pump);
        Instant deadline = Instant.now().plus(timeout);
        while (!postmaster.isReady()) {
            if (!postmaster.isStarting()) {
                postmaster.awaitPump();
                throw new IOException(
                        "PostgreSQL ended while it started: " + log.tail().strip());
            }
            if (Instant.now().isAfter(deadline)) {
                stop(binaries, user, dataDirectory);
                throw new IOException("PostgreSQL was not ready within " + timeout.toSeconds() + " s: "
                        + log.tail().strip());
            }
            Commands.pause(POLL);
        }
        return postmaster;
    }

    /** Whether the server process lives. */
    boolean isAlive() {
        if (direct) {
            return launcher.isAlive();
        }
        try {
            return PostmasterFile.read(dataDirectory)
                    .map(file -> ProcessProbe.isPostmasterOf(file.pid(), dataDirectory))
                    .orElse(false);
        } catch (IOException _) {
            return false;
        }
    }

    /** The process id of the server, for logs and tests. */
    long pid() throws IOException {
        if (direct) {
            return launcher.pid();
        }
        return PostmasterFile.read(dataDirectory).map(PostmasterFile::pid).orElse(-1L);
    }

    /** Blocks until the server has ended, however that came. */
    void awaitEnd() throws InterruptedException {
        if (direct) {
            launcher.waitFor();
            return;
        }
        while (isAlive()) {
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    /**
     * Stops the server of that directory, whoever started it: in good order, then at once, then by force.
     *
     * @return whether one was running
     */
    static boolean stop(PostgresBinaries binaries, PostgresUser user, Path dataDirectory) throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(dataDirectory);
        if (file.isEmpty() || !ProcessProbe.isPostmasterOf(file.get().pid(), dataDirectory)) {
            return false;
        }
        long pid = file.get().pid();
        if (stop(binaries, user, dataDirectory, "fast", FAST_STOP)
                || stop(binaries, user, dataDirectory, "immediate", IMMEDIATE_STOP)) {
            return true;
        }
        LOG.warn("PostgreSQL (process {}) does not stop and is killed", pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Instant deadline = Instant.now().plus(IMMEDIATE_STOP);
        while (ProcessProbe.isPostmasterOf(pid, dataDirectory) && Instant.now().isBefore(deadline)) {
            Commands.pause(POLL);
        }
        return true;
    }

    /**
     * Makes a lock file of a dead server harmless. The file is not deleted, because the server reads in it which shared
     * memory to check for survivors; only its process id is replaced by ours, which a server that we start knows to be
     * no rival (PostgreSQL: {@code CreateLockFile} ignores its own parent).
     */
    static void releaseStaleLock(Path dataDirectory, PostgresUser user) throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(dataDirectory);
        Path path = PostmasterFile.path(dataDirectory);
        if (file.isEmpty()) {
            // Without a process id in it the file says nothing, and PostgreSQL would refuse to start.
            Files.deleteIfExists(path);
            return;
        }
        if (ProcessProbe.isPostmasterOf(file.get().pid(), dataDirectory)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(path, StandardCharsets.ISO_8859_1));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        DurableFiles.write(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        user.own(path);
    }

    private boolean isReady() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(dataDirectory);
        return file.isPresent()
                && file.get().ready()
                && (direct
                        ? file.get().pid() == launcher.pid()
                        : file.get().pid() != ProcessHandle.current().pid()
                                && ProcessProbe.isPostmasterOf(file.get().pid(), dataDirectory));
    }

    private boolean isStarting() {
        return launcher.isAlive() || (!direct && launcher.exitValue() == 0);
    }

    private void awaitPump() {
        try {
            pump.join(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(
            PostgresBinaries binaries, PostgresUser user, Path dataDirectory, boolean direct) {
        if (!direct) {
            return user.command(List.of(
                    binaries.program("pg_ctl").toString(), "start", "-W", "-s", "-D", dataDirectory.toString()));
        }
        List<String> command = new ArrayList<>();
        if (Commands.exists("setsid")) {
            command.add("setsid");
        }
        command.addAll(user.command(List.of(binaries.program("postgres").toString(), "-D", dataDirectory.toString())));
        return command;
    }

    private static boolean stop(
            PostgresBinaries binaries, PostgresUser user, Path dataDirectory, String mode, Duration time)
            throws IOException {
        Commands.Outcome outcome = Commands.run(
                user.command(List.of(
                        binaries.program("pg_ctl").toString(),
                        "stop",
                        "-s",
                        "-w",
                        "-t",
                        Long.toString(time.toSeconds()),
                        "-m",
                        mode,
                        "-D",
                        dataDirectory.toString())),
                time.plusSeconds(5));
        return outcome.exitCode() == 0;
    }

    /** Waits for the process entry to go after a stop; bounded. */
    void awaitGone() {
        try {
            boolean ended = launcher.waitFor(5, TimeUnit.SECONDS);
            LOG.debug("PostgreSQL has ended: {}", ended);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
