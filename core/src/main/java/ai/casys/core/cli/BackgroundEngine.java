// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts an engine that outlives the command that needed it and ends when nobody has used it for a while. */
final class BackgroundEngine {

    private static final String IDLE_EXIT = "15m";

    private BackgroundEngine() {}

    /** The log of this home's engine. */
    static Path log(Path home) {
        return home.resolve("logs").resolve("engine.log");
    }

    /** Starts it and does not wait. */
    static void start(Path home, Optional<Path> config) {
        List<String> command = new ArrayList<>();
        if (!isWindows()) {
            // An interrupt typed into the terminal of the first client must not end the engine of the others.
            command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "casys"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("serve", "--idle-exit", IDLE_EXIT));
        config.ifPresent(
                file -> command.addAll(List.of("--config", file.toAbsolutePath().toString())));
        try {
            Files.createDirectories(log(home).getParent());
            // The engine keeps a log of its own; this catches what a JVM says that cannot start.
            File output = home.resolve("logs").resolve("engine.out").toFile();
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("CASYS_HOME", home.toString());
            builder.redirectInput(Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")))
                    .redirectOutput(Redirect.to(output))
                    .redirectError(Redirect.appendTo(output))
                    .start();
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "cannot start an engine in the background: " + e.getMessage() + "; run: casys serve",
                    e);
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
