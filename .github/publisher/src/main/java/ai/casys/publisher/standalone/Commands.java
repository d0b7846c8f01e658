// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs {@code ./casys} of the published tree. What is built there has plugins and tests of many authors, so they see of
 * the environment only what a build needs: the publisher's own holds the key to the public repository.
 */
final class Commands {
    private static final Pattern PASSED_ON = Pattern.compile(
            "PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|CI"
                    + "|MAVEN_HOME|M2_HOME|CASYS_TEST_NPM|https?_proxy|no_proxy|SystemRoot|ComSpec|PATHEXT|USERPROFILE|APPDATA"
                    + "|LOCALAPPDATA|ProgramFiles.*",
            Pattern.CASE_INSENSITIVE);
    private static final int LINES_SHOWN = 60;

    private final Path tree;
    private final Path logs;
    private final Map<String, String> inherited;
    private final Map<String, String> ours;

    /**
     * For one tree.
     *
     * @param logs where outputs go
     * @param inherited the environment, of which a part is passed on
     * @param ours what is set on top
     */
    Commands(Path tree, Path logs, Map<String, String> inherited, Map<String, String> ours) {
        this.tree = tree;
        this.logs = logs;
        this.inherited = Map.copyOf(inherited);
        this.ours = Map.copyOf(ours);
    }

    /**
     * Runs the script to its end.
     *
     * @return what went wrong and the last lines of the output; empty if it ended well
     */
    Optional<String> run(Duration deadline, List<String> arguments) throws IOException, InterruptedException {
        Path log = logs.resolve(arguments.getFirst() + ".log");
        Process process = start(log, arguments);
        boolean ended = process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            end(process);
        }
        if (ended && process.exitValue() == 0) {
            return Optional.empty();
        }
        String what = ended ? "ended with " + process.exitValue() : "did not end in " + deadline.toMinutes() + " min";
        return Optional.of(what + "; its last lines:\n" + lastLines(log));
    }

    /** Starts the script; it writes to {@code log}. */
    Process start(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            command.addAll(List.of("cmd", "/c", tree.resolve("casys.cmd").toString()));
        } else {
            command.add(tree.resolve("casys").toString());
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        inherited.forEach((name, value) -> {
            if (PASSED_ON.matcher(name).matches()) {
                environment.put(name, value);
            }
        });
        environment.putAll(ours);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Ends a process and what it has started: first asking, then not. */
    static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    static String lastLines(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }
}
