// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a program as the child's own shell would: on the PATH of the child's environment. The JDK looks on our PATH
 * instead, and on Windows only for {@code .exe}, so that {@code npx.cmd} would not be found.
 */
final class CommandPath {

    private final Map<String, String> environment;
    private final List<String> endings;

    CommandPath(Map<String, String> environment, boolean windows) {
        this.environment = environment;
        this.endings = windows ? windowsEndings() : List.of("");
    }

    /**
     * The absolute path of the program.
     *
     * @throws TransportException CONNECT if there is no such program
     */
    String resolve(String command, Optional<Path> cwd) {
        try {
            return find(command, cwd)
                    .orElseThrow(() -> new TransportException(
                            TransportException.Kind.CONNECT,
                            "the command \"" + command
                                    + "\" was not found on the PATH of the server; install it or give its full path"));
        } catch (InvalidPathException e) {
            throw new TransportException(
                    TransportException.Kind.CONNECT, "\"" + command + "\" cannot be the name of a program", e);
        }
    }

    private Optional<String> find(String command, Optional<Path> cwd) {
        if (command.indexOf('/') >= 0 || command.indexOf(File.separatorChar) >= 0) {
            Path path = Path.of(command);
            return program(cwd.map(directory -> directory.resolve(path)).orElse(path));
        }
        for (String directory : variable("PATH").orElse("").split(File.pathSeparator)) {
            Optional<String> found = directory.isEmpty() ? Optional.empty() : program(Path.of(directory, command));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> program(Path path) {
        for (String ending : endings) {
            Path candidate = path.resolveSibling(path.getFileName() + ending);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate.toAbsolutePath().toString());
            }
        }
        return Optional.empty();
    }

    private List<String> windowsEndings() {
        List<String> all = new ArrayList<>();
        for (String ending : variable("PATHEXT").orElse(".COM;.EXE;.BAT;.CMD").split(";")) {
            all.add(ending.toLowerCase(Locale.ROOT));
        }
        // Last: "npx" without ending is a shell script next to "npx.cmd".
        all.add("");
        return all;
    }

    /** Windows spells it "Path". */
    private Optional<String> variable(String name) {
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
