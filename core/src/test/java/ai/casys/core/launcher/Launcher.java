// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real {@code casys} script in a folder with a space in its name, and beside it the JDKs and Mavens a
 * test puts there. They are shell scripts: a fake {@code java} prints how it was called, a fake {@code mvn} makes the jar.
 * Nothing of this machine but the usual POSIX tools is visible to the script.
 */
final class Launcher {
    private static final Path SCRIPT =
            Path.of(System.getProperty("casys.root", "..")).resolve("casys");
    private static final List<String> TOOLS = List.of(
            "awk",
            "cat",
            "cksum",
            "dirname",
            "find",
            "head",
            "ln",
            "ls",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sleep",
            "touch",
            "tr",
            "uname");

    private final Path folder;
    private final Path root;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<Long, Path> outputs = new HashMap<>();

    /** What a run left behind. */
    record Outcome(int exit, String output, String errors) {}

    Launcher(Path folder) throws IOException {
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("a checkout"));
        Files.copy(SCRIPT, root.resolve("casys"));
        executable(root.resolve("casys"));
        source("pom.xml");
        source("shared/pom.xml");
        source("shared/src/main/java/Shared.java");
        source("core/pom.xml");
        source("core/src/main/java/Core.java");
        source("core/src/main/java/Other.java");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "exec " + find(tool) + " \"$@\"");
        }
        Files.createDirectories(folder.resolve("jvm"));
        Files.createDirectories(folder.resolve("mavens"));
        environment.put("PATH", tools.toString());
        environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        environment.put("CASYS_JVM_FOLDERS", folder.resolve("jvm").toString());
        environment.put("CASYS_MAVEN_FOLDER", folder.resolve("mavens").toString());
    }

    Path root() {
        return root;
    }

    Path folder() {
        return folder;
    }

    Launcher with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A JDK in {@code folder/where}; its {@code java} prints its name, folder, arguments and standard input. */
    Path jdk(String where, String version) throws IOException {
        Path home = runtime(where, version);
        script(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    /** The same without a compiler. */
    Path runtime(String where, String version) throws IOException {
        Path home = folder.resolve(where);
        script(home.resolve("bin/java"), """
                printf 'java=%s\\n' "$0"
                printf 'cwd=%s\\n' "$PWD"
                printf 'edition=%s\\n' "${CASYS_EDITION:-}"
                for argument in "$@"; do printf 'argument=%s\\n' "$argument"; done
                cat""");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A Maven that writes down each build and makes a jar, after running {@code first}. */
    Path maven(String where, String version, String first) throws IOException {
        Path home = folder.resolve(where);
        script(home.resolve("bin/mvn"), """
                case " $* " in
                  *" -v "*) echo 'Apache Maven %s (test)'; exit 0 ;;
                esac
                echo "JAVA_HOME=$JAVA_HOME $*" >>"%s"
                echo 'output of Maven'
                cat
                %s
                mkdir -p core/target/lib && : >core/target/casys-core-1.jar""".formatted(version, builds(), first));
        return home;
    }

    /** A file of the tree, some minutes old. */
    Path source(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        age(file);
        return file;
    }

    /** Makes everything in the tree but the build's own marks look some minutes old. */
    void ageSources() throws IOException {
        for (String part : List.of("pom.xml", "core/pom.xml", "core/src", "shared/pom.xml", "shared/src")) {
            try (var files = Files.walk(root.resolve(part))) {
                for (Path file : files.toList()) {
                    age(file);
                }
            }
        }
    }

    List<String> buildLines() throws IOException {
        return Files.exists(builds()) ? Files.readAllLines(builds()) : List.of();
    }

    Outcome run(String... arguments) throws Exception {
        return run(root.resolve("casys"), folder, "", arguments);
    }

    Outcome run(Path script, Path directory, String input, String... arguments) throws Exception {
        Process process = start(script, directory, arguments);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return outcome(process);
    }

    Process start(Path script, Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path files = Files.createTempDirectory(folder, "run");
        builder.redirectOutput(files.resolve("output").toFile());
        builder.redirectError(files.resolve("errors").toFile());
        Process process = builder.start();
        outputs.put(process.pid(), files);
        return process;
    }

    Outcome outcome(Process process) throws Exception {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the script did not end within a minute");
        }
        Path files = outputs.get(process.pid());
        return new Outcome(
                process.exitValue(),
                Files.readString(files.resolve("output")),
                Files.readString(files.resolve("errors")));
    }

    private Path builds() {
        return folder.resolve("builds.txt");
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path find(String tool) {
        for (String directory : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
            Path file = Path.of(directory, tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new AssertionError(tool + " is not installed");
    }
}
