// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs short commands with a deadline and an environment without our own variables. */
final class Commands {

    /** None of PostgreSQL's own variables, nor anything of ours, may reach it. */
    private static final Set<String> KEPT =
            Set.of("PATH", "HOME", "TMPDIR", "TMP", "TEMP", "SystemRoot", "USERPROFILE", "TZ");

    private Commands() {}

    /** How a command ended and the end of what it said. */
    record Outcome(int exitCode, String output) {}

    /**
     * Runs to the end.
     *
     * @throws IOException if the command cannot be started or does not end in time; it is killed then
     */
    static Outcome run(List<String> command, Duration deadline) throws IOException {
        // A file instead of a pipe: a daemon that the command leaves behind would keep a pipe open.
        Path output = Files.createTempFile("casys-command", ".txt");
        try {
            Process process = builder(command).redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " did not end within " + deadline.toSeconds() + " s");
            }
            try (InputStream text = Files.newInputStream(output)) {
                return new Outcome(process.exitValue(), new String(text.readNBytes(1 << 16), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.getFirst(), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** A process that is ready to start, with the error stream in the output. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !KEPT.contains(name));
        environment.put("LC_ALL", "C");
        return builder;
    }

    /** Where a program of that name is on the path, or in the usual places. */
    static boolean exists(String program) {
        String path = builder(List.of(program)).environment().getOrDefault("PATH", "") + ":/usr/bin:/bin";
        for (String directory : path.split(":")) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** Waits a moment; turns an interrupt into an exception. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
