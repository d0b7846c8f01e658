// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Check;
import ai.casys.publisher.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;

/**
 * Does with the candidate what a stranger would: clones it to an empty folder, builds it, runs its tests, starts it and
 * asks whether it is ready. Nothing of ours lies in the Maven repository that is used. Takes minutes.
 */
public final class StandsAlone implements Check {
    private static final String REMEDY =
            "reproduce it with: casys-publisher plan --prove; the public tree needs something that only the private has";

    private final Conditions conditions;
    private final Consumer<String> progress;

    /**
     * A proof under the given conditions.
     *
     * @param progress is told in a few words what begins
     */
    public StandsAlone(Conditions conditions, Consumer<String> progress) {
        this.conditions = conditions;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "stands-alone";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        Path folder = Files.createTempDirectory(conditions.folder(), "casys-alone-");
        try {
            return prove(candidate, folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the proof that the public tree stands alone was interrupted", e);
        } finally {
            remove(folder);
        }
    }

    private List<Finding> prove(Candidate candidate, Path folder) throws IOException, InterruptedException {
        Path tree = folder.resolve("tree");
        progress.accept("cloning");
        Optional<Finding> foreign = cloneTo(candidate, tree);
        if (foreign.isPresent()) {
            return List.of(foreign.get());
        }
        PurgedRepository.make(conditions.mavenRepository(), folder.resolve("maven"));
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Commands commands = new Commands(tree, logs, conditions.environment(), environment(folder));

        progress.accept("building");
        Optional<String> problem = commands.run(Depth.DEADLINE_OF_BUILD, List.of("build"));
        if (problem.isPresent()) {
            return List.of(finding("./casys build", problem.get()));
        }
        progress.accept("searching what was built");
        List<Finding> findings = new ArrayList<>(BuiltJars.findings(name(), candidate.policy(), tree));
        if (!conditions.depth().arguments().isEmpty()) {
            progress.accept("testing");
            commands.run(Depth.DEADLINE_OF_TESTS, conditions.depth().arguments())
                    .ifPresent(what -> findings.add(finding(
                            "./casys " + String.join(" ", conditions.depth().arguments()), what)));
        }
        progress.accept("starting");
        new RunningProgram(commands, logs).problem().ifPresent(what -> findings.add(finding("./casys serve", what)));
        return findings;
    }

    /** Clones over git's own protocol, so that only what can be reached comes along; says if private commits do. */
    private Optional<Finding> cloneTo(Candidate candidate, Path tree) throws IOException {
        try (Git clone = Git.cloneRepository()
                .setURI(candidate.repository().getDirectory().toURI().toString())
                .setBranch(Constants.R_HEADS + candidate.branch())
                .setDirectory(tree.toFile())
                .call()) {
            if (!clone.getRepository().resolve(Constants.HEAD).equals(candidate.tip())) {
                return Optional.of(
                        finding("clone", "is not at " + candidate.tip().name()));
            }
            return clone.getRepository().getObjectDatabase().has(candidate.privateTip())
                    ? Optional.of(finding(
                            "clone",
                            "brings the private commit "
                                    + candidate.privateTip().name()))
                    : Optional.empty();
        } catch (GitAPIException e) {
            return Optional.of(finding("clone", "fails: " + e.getMessage()));
        }
    }

    private Map<String, String> environment(Path folder) {
        return Map.of(
                "JAVA_HOME", conditions.javaHome().toString(),
                "CASYS_HOME", folder.resolve("home").toString(),
                "MAVEN_OPTS", "-Dmaven.repo.local=" + folder.resolve("maven"));
    }

    private Finding finding(String place, String problem) {
        return new Finding(name(), place, problem, REMEDY);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
