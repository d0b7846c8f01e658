// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workflow of the first design on local repositories: its action has no list of exclusions, copies the folder
 * {@code .git} along with the rest, and so moves public main onto the entire private history. The same repositories with
 * ours stay clean.
 */
class SeedWorkflowTest {
    private static final String POLICY = """
            version: 1
            roots: [src, README.md]
            private: [.github, packages, secrets, cloud]
            identities: {allowed-domains: [example.org]}
            """;

    @TempDir
    private Path folder;

    private Path privateTree;
    private Path publicRepository;
    private String lastPublicCommit;

    @BeforeEach
    void migrate() throws Exception {
        publicRepository = folder.resolve("public.git");
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", publicRepository.toString());
        privateTree = folder.resolve("private");
        git(folder, "init", "--quiet", "--initial-branch=main", privateTree.toString());
        write("README.md", "Casys");
        write("src/core/engine.ts", "export {}");
        commit("Open core");
        git(privateTree, "push", "--quiet", publicRepository.toString(), "main");
        lastPublicCommit = git(privateTree, "rev-parse", "HEAD").strip();
        write("cloud/secret.ts", "const key = 'ACME'");
        write("secrets/production.txt", "hunter2");
        commit("cloud: add pricing for ACME Corp deal");
        write("src/core/engine.ts", "export { run }");
        commit("Run the engine");
    }

    @Test
    void theActionOfTheFirstDesignPublishesEverything() throws Exception {
        Path clone = folder.resolve("clone");
        git(folder, "clone", "--quiet", "--depth=1", publicRepository.toUri().toString(), clone.toString());
        // What the action does with source-directory '.': empty the clone but for its .git, then copy all of the
        // source.
        Path kept = folder.resolve("kept.git");
        Files.move(clone.resolve(".git"), kept);
        delete(clone);
        Files.createDirectory(clone);
        Files.move(kept, clone.resolve(".git"));
        run(folder, "cp", "-ra", privateTree + "/.", clone.toString());
        git(clone, "add", ".");
        git(clone, "push", "--quiet", publicRepository.toUri().toString(), "HEAD:main");

        assertThat(git(publicRepository, "log", "--format=%s", "main")).contains("ACME Corp deal");
        assertThat(git(publicRepository, "ls-tree", "-r", "--name-only", "main"))
                .contains("cloud/secret.ts", "secrets/production.txt");
    }

    @Test
    void oursPublishesTheOpenPartOnTopOfWhatWasPublic() throws Exception {
        write(".github/publication.yaml", POLICY + "adopted: '" + lastPublicCommit + "'\n");
        commit("Say what is public");

        List<Boolean> refused = new ArrayList<>();
        new Publisher(List.of(), List.of())
                .publish(
                        new Request(
                                privateTree,
                                publicRepository.toString(),
                                "main",
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        plan -> refused.add(plan.refused()));

        assertThat(refused).containsExactly(false);
        assertThat(git(publicRepository, "ls-tree", "-r", "--name-only", "main").lines())
                .containsExactly("README.md", "src/core/engine.ts");
        assertThat(git(publicRepository, "log", "--format=%H", "main")).contains(lastPublicCommit);
        assertThat(git(publicRepository, "log", "--format=%B", "main")).doesNotContain("ACME");
        assertThat(git(publicRepository, "rev-list", "--objects", "--all", "--no-object-names")
                        .lines())
                .doesNotContain(
                        git(privateTree, "rev-parse", "HEAD:cloud/secret.ts").strip())
                .doesNotContain(git(privateTree, "rev-parse", "HEAD:cloud").strip());
    }

    @Test
    void oursRefusesWhereTheActionWentThrough() throws Exception {
        List<Boolean> nothing = new ArrayList<>();
        new Publisher(List.of(), List.of())
                .publish(
                        new Request(
                                privateTree,
                                publicRepository.toString(),
                                "main",
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        plan -> nothing.add(plan.refused()));

        assertThat(nothing).as("no policy and an unexplained public history").containsExactly(true);
        assertThat(git(publicRepository, "rev-parse", "main").strip()).isEqualTo(lastPublicCommit);
    }

    private void write(String path, String text) throws IOException {
        Path file = privateTree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void commit(String message) throws Exception {
        git(privateTree, "add", "--all");
        git(privateTree, "commit", "--quiet", "-m", message);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static String git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(folder, command.toArray(String[]::new));
    }

    private static String run(Path folder, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + role + "_NAME", "Ann");
            environment.put("GIT_" + role + "_EMAIL", "ann@example.org");
            environment.put("GIT_" + role + "_DATE", "1700000000 +0000");
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
