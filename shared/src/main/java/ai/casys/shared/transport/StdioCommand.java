// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server to be started as a child process.
 *
 * @param command a program: a path, or a name to be found on the PATH of {@code environment}
 * @param arguments its arguments
 * @param environment the complete environment of the child; nothing of ours is added
 * @param cwd its working directory; ours if absent
 * @param maxMessageBytes longer lines are skipped; at least 1,024
 * @param log receives its standard error, and lines of standard output that are no messages, line by line, cut to 8 KiB;
 *     called on threads of the transport, must return quickly
 */
public record StdioCommand(
        String command,
        List<String> arguments,
        Map<String, String> environment,
        Optional<Path> cwd,
        int maxMessageBytes,
        Consumer<String> log) {
    public StdioCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(cwd, "cwd is null");
        Objects.requireNonNull(log, "log is null");
        if (command.isBlank()) {
            throw new IllegalArgumentException("command is blank");
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 1024, not " + maxMessageBytes);
        }
    }

    /** Arguments and environment may hold secrets. */
    @Override
    public String toString() {
        return "StdioCommand[" + command + "]";
    }
}
