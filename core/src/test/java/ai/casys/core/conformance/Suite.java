// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import ai.casys.core.e2e.Npm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official conformance suite, run as its users run it: by its command line, on Node 22. */
final class Suite {

    /** The revisions whose requirements are proven. */
    static final List<String> REVISIONS = List.of("2025-11-25", "2026-07-28");

    /** What the package says of itself, for the table. */
    static final String NAME = "@modelcontextprotocol/conformance 0.2.0-alpha.12";

    private static final Pattern REQUIREMENT = Pattern.compile("^ {2}- ([a-z0-9/_-]+)$");
    private static final Pattern EXTRA = Pattern.compile("^ {2}- scenario: ([a-z0-9/_-]+)$");
    private static final Pattern SERVER_FOLDER = Pattern.compile("server-(.+)-\\d{4}-\\d{2}-\\d{2}T.*");

    private final Npm npm;
    private final Path folder;

    /** The suite, with a folder of its own for what it writes. */
    Suite(Npm npm, Path folder) {
        this.npm = npm;
        this.folder = folder;
    }

    /** How a scenario ended: the checks that succeeded, and of each that did not what was wrong. */
    record Verdict(Set<String> succeeded, List<String> problems) {

        Verdict {
            succeeded = Set.copyOf(succeeded);
            problems = List.copyOf(problems);
        }

        /** The same, with a problem for each check that succeeds elsewhere and was not even made here. */
        Verdict measuredBy(Verdict other) {
            List<String> all = new ArrayList<>(problems);
            new TreeSet<>(other.succeeded)
                    .stream()
                            .filter(check -> !succeeded.contains(check))
                            .forEach(check -> all.add("not seen: " + check));
            return new Verdict(succeeded, all);
        }

        /** True if something was checked and nothing failed, not even as a warning. */
        boolean passed() {
            return problems.isEmpty();
        }

        static Verdict failed(String why) {
            return new Verdict(Set.of(), List.of(why));
        }
    }

    /** The scenarios that a revision requires or, if {@code scored} is false, runs besides; leg is server or client. */
    List<String> scenarios(String revision, String leg, boolean scored) {
        List<String> found = new ArrayList<>();
        String section = "";
        String candidate = "";
        for (String line : lines(Path.of(npm.script("conformance", "requirements/" + revision + ".yaml")))) {
            if (line.endsWith(":") && !line.startsWith(" ")) {
                section = line.substring(0, line.length() - 1);
            }
            Matcher required = REQUIREMENT.matcher(line);
            if (scored && section.equals(leg) && required.matches()) {
                found.add(required.group(1));
            }
            Matcher extra = EXTRA.matcher(line);
            if (extra.matches()) {
                candidate = extra.group(1);
            }
            if (!scored && section.equals("not_scored") && line.strip().equals("leg: " + leg)) {
                found.add(candidate);
            }
        }
        return found;
    }

    /** Runs every server scenario of a revision against a URL. */
    Map<String, Verdict> server(URI url, String revision) {
        Path results = fresh();
        run(
                results.resolve("suite.log"),
                Map.of(),
                600,
                "server",
                "--url",
                url.toString(),
                "--requirements",
                revision,
                "-o",
                results.toString());
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        try (Stream<Path> folders = Files.list(results)) {
            for (Path scenario : folders.sorted().toList()) {
                Matcher name = SERVER_FOLDER.matcher(scenario.getFileName().toString());
                if (name.matches() && Files.exists(scenario.resolve("checks.json"))) {
                    verdicts.put(name.group(1), verdict(scenario.resolve("checks.json")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verdicts;
    }

    /** Runs one client scenario; the command is started with the URL of the scenario's server as its last argument. */
    Verdict client(String scenario, String revision, String command, Map<String, String> environment) {
        Path results = fresh();
        run(
                results.resolve("suite.log"),
                environment,
                120,
                "client",
                "--command",
                command,
                "--scenario",
                scenario,
                "--spec-version",
                revision,
                "--timeout",
                "60000",
                "-o",
                results.toString());
        try (Stream<Path> files = Files.walk(results)) {
            return files.filter(file -> file.endsWith("checks.json"))
                    .findFirst()
                    .map(Suite::verdict)
                    .orElseGet(
                            () -> Verdict.failed("the suite wrote no result: " + lines(results.resolve("suite.log"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Verdict verdict(Path file) {
        JsonNode checks = JsonMapper.shared().readTree(file.toFile());
        List<String> problems = new ArrayList<>();
        Set<String> succeeded = new HashSet<>();
        for (JsonNode check : checks) {
            String status = check.path("status").asString();
            if (status.equals("FAILURE") || status.equals("WARNING")) {
                problems.add(check.path("id").asString() + ": "
                        + check.path("errorMessage")
                                .asString(check.path("description").asString()) + " "
                        + check.path("details"));
            }
            if (status.equals("SUCCESS")) {
                succeeded.add(check.path("name").asString());
            }
        }
        return new Verdict(succeeded, problems);
    }

    private void run(Path log, Map<String, String> environment, int seconds, String... arguments) {
        List<String> command = new ArrayList<>(List.of(npm.newestNode(), npm.script("conformance", "dist/index.js")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(Redirect.PIPE)
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the suite took more than " + seconds + " s: " + lines(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Path fresh() {
        try {
            return Files.createTempDirectory(Files.createDirectories(folder), "suite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
