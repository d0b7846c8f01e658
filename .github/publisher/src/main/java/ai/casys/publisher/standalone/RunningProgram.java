// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the built program on a free port of the loopback address, asks whether it is ready, and stops it. */
final class RunningProgram {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Duration DEADLINE_OF_START = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Commands commands;
    private final Path log;

    RunningProgram(Commands commands, Path logs) {
        this.commands = commands;
        this.log = logs.resolve("serve.log");
    }

    /** What went wrong; empty if the program was ready and ended when it was asked to. */
    Optional<String> problem() throws IOException, InterruptedException {
        Process process = commands.start(log, List.of("serve", "--host", "127.0.0.1", "--port", "0"));
        try {
            Optional<String> problem = notReady(process);
            if (problem.isPresent()) {
                return Optional.of(problem.get() + "; its last lines:\n" + Commands.lastLines(log));
            }
            process.destroy();
            return process.waitFor(1, TimeUnit.MINUTES)
                    ? Optional.empty()
                    : Optional.of("did not end when it was asked to");
        } finally {
            Commands.end(process);
        }
    }

    private Optional<String> notReady(Process process) throws IOException, InterruptedException {
        long until = System.nanoTime() + DEADLINE_OF_START.toNanos();
        String last = "it never said where it listens";
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            while (System.nanoTime() < until) {
                if (!process.isAlive()) {
                    return Optional.of("ended with " + process.exitValue() + " instead of running");
                }
                Optional<String> address = address();
                if (address.isPresent()) {
                    int status = status(client, URI.create(address.get() + "/health/ready"));
                    if (status == 200) {
                        return Optional.empty();
                    }
                    last = "/health/ready answered " + status;
                }
                Thread.sleep(PAUSE);
            }
        }
        return Optional.of("was not ready in " + DEADLINE_OF_START.toMinutes() + " min: " + last);
    }

    private Optional<String> address() throws IOException {
        Matcher matcher = ADDRESS.matcher(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    private static int status(HttpClient client, URI address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            // Not listening yet.
            return 0;
        }
    }
}
