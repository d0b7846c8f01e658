// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.publishing.PublicationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code git}, for what JGit lacks: fetching with the machine's own credentials, and applying a mailbox of
 * patches. Reads no configuration of the machine or the user, runs no hook, asks nobody, and ends after ten minutes.
 */
final class Git {
    private static final int MINUTES = 10;

    private final Path folder;

    Git(Path folder) {
        this.folder = folder;
    }

    /** Runs a command in the folder and returns what it printed; {@code purpose} begins the refusal where it fails. */
    String run(String purpose, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "core.autocrlf=false",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "gc.auto=0",
                "-c",
                "maintenance.auto=false",
                "-c",
                "commit.gpgSign=false",
                "-c",
                "transfer.fsckObjects=true",
                // Or git would tell the public host which private commits are here.
                "-c",
                "core.alternateRefsCommand=:"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("git", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            // What a hook or an outer git set would point this one at another repository.
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") && !name.startsWith("GIT_SSH"));
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("GIT_NO_REPLACE_OBJECTS", "1");
            builder.environment().put("GIT_ALLOW_PROTOCOL", "file:https:ssh");
            builder.environment().put("GIT_TERMINAL_PROMPT", "0");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended;
            try {
                ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while git ran", e);
            }
            if (!ended) {
                process.destroyForcibly();
                throw new PublicationException(purpose + ": git did not end in " + MINUTES + " minutes");
            }
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new PublicationException(purpose + ": " + text);
            }
            return text;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
