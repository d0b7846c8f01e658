// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.localgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One repository of a test. Names, dates and configuration are fixed, so that every run gives the same ids. */
public final class LocalGit {
    /** The instant of every commit unless a test says otherwise. */
    public static final String DATE = "2026-03-01T12:00:00+01:00";

    private final Path folder;

    private LocalGit(Path folder) {
        this.folder = folder;
    }

    /** The repository in a folder. */
    public static LocalGit in(Path folder) {
        return new LocalGit(folder);
    }

    /** A new bare repository. */
    public static LocalGit bare(Path folder) throws IOException {
        Files.createDirectories(folder);
        LocalGit git = new LocalGit(folder);
        git.run("init", "--quiet", "--bare", "--initial-branch=main", ".");
        return git;
    }

    /** A new repository with a work tree. */
    public static LocalGit tree(Path folder) throws IOException {
        Files.createDirectories(folder);
        LocalGit git = new LocalGit(folder);
        git.run("init", "--quiet", "--initial-branch=main", ".");
        return git;
    }

    /** A clone of this repository with a work tree. */
    public LocalGit cloneTo(Path target, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("clone", "--quiet"));
        command.addAll(List.of(options));
        command.addAll(List.of("--", folder.toString(), target.toString()));
        run(command.toArray(String[]::new));
        return new LocalGit(target);
    }

    public Path folder() {
        return folder;
    }

    /** Runs git, which has to succeed, and returns what it printed. */
    public String run(String... arguments) throws IOException {
        return as(Map.of(), arguments);
    }

    /** The same with further environment. */
    public String as(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Result result = execute(folder, environment, command);
        assertThat(result.exit()).as("%s: %s", command, result.output()).isZero();
        return result.output().strip();
    }

    /** Writes a file of the work tree. */
    public LocalGit write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Commits everything in the work tree and returns the commit's id. */
    public String commit(String message) throws IOException {
        return commit(message, "Dev Eloper <dev@casys.example>", DATE);
    }

    /** The same with another author and date. */
    public String commit(String message, String author, String date) throws IOException {
        run("add", "--all");
        as(
                Map.of("GIT_AUTHOR_DATE", date, "GIT_COMMITTER_DATE", date),
                "commit",
                "--quiet",
                "--allow-empty",
                "--author=" + author,
                "--message=" + message);
        return run("rev-parse", "HEAD");
    }

    /** Every ref and what it points at: if this is the same before and after, nothing was changed. */
    public String refs() throws IOException {
        return run("for-each-ref", "--format=%(objectname) %(refname)");
    }

    /** How a program ended and everything it printed. */
    public record Result(int exit, String output) {}

    /** Runs any program in a folder, with git isolated from the machine's configuration. */
    public static Result execute(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path output = Files.createTempFile("run", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("GITHUB_"));
            builder.environment().putAll(identity());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command + " did not end in five minutes");
            }
            return new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Map<String, String> identity() {
        Map<String, String> environment = new HashMap<>();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_AUTHOR_NAME", "Dev Eloper");
        environment.put("GIT_AUTHOR_EMAIL", "dev@casys.example");
        environment.put("GIT_AUTHOR_DATE", DATE);
        environment.put("GIT_COMMITTER_NAME", "Dev Eloper");
        environment.put("GIT_COMMITTER_EMAIL", "dev@casys.example");
        environment.put("GIT_COMMITTER_DATE", DATE);
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }

    /** The root of the work tree these tests lie in. */
    public static Path projectRoot() {
        String root = System.getProperty("casys.root");
        Path folder = Path.of(root == null ? "" : root).toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve(".github/publisher/pom.xml"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new AssertionError("these tests run inside the project's work tree");
        }
        return folder;
    }
}
