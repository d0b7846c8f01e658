// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.localgit.LocalGit.Result;
import ai.casys.publisher.publishing.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code .github/casys-sync}, which the workflows run: what it hands to the publisher, and what becomes of the report. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the workflows that run it run on Linux")
class SyncScriptTest {
    @TempDir
    private Path folder;

    private LocalGit tree = LocalGit.in(Path.of(""));
    private LocalGit publicRepository = LocalGit.in(Path.of(""));

    @BeforeEach
    void repositories() throws Exception {
        publicRepository = LocalGit.bare(folder.resolve("public.git"));
        tree = LocalGit.tree(folder.resolve("private"));
        tree.write(".github/publication.yaml", """
                        version: 1
                        roots: [core, LICENSE, .gitignore]
                        private: [.github, cloud]
                        identities:
                          allowed-domains: [casys.example]
                        """)
                .write("LICENSE", Files.readString(LocalGit.projectRoot().resolve("LICENSE")))
                .write("core/A.java", "// SPDX-License-Identifier: AGPL-3.0-only\nclass A {}\n")
                .write(
                        "cloud/Secret.java",
                        "// SPDX-License-Identifier: LicenseRef-Casys-Proprietary\nclass Secret {}\n")
                .write(".gitignore", "target/\n")
                .write(".github/known_hosts", "host\n")
                .write(
                        ".github/casys-sync",
                        Files.readString(LocalGit.projectRoot().resolve(".github/casys-sync")));
        tree.commit("Begin");
        tree.write(".github/publisher/target/casys-publisher-1.jar", "");
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.createDirectories(folder.resolve("runner"));
    }

    /** In place of {@code java -jar}: the publisher from the class path of this test. */
    private void realPublisher() throws IOException {
        java("""
                shift 2
                exec '%s' -cp '%s' ai.casys.publisher.cli.Main "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
    }

    private void java(String script) throws IOException {
        Path java = folder.resolve("jdk/bin/java");
        Files.writeString(java, "#!/bin/sh\n" + script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private Result run(String command, Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "JAVA_HOME", folder.resolve("jdk").toString(),
                "RUNNER_TEMP", folder.resolve("runner").toString(),
                "PUBLIC_BRANCH", "main",
                "PUBLIC_READ", publicRepository.folder().toString(),
                "PUBLIC_WRITE", publicRepository.folder().toString()));
        all.putAll(environment);
        return LocalGit.execute(tree.folder(), all, List.of("bash", ".github/casys-sync", command));
    }

    @Test
    void thePlanGoesToTheCommentAndToTheSummaryAndPublishesNothing() throws Exception {
        realPublisher();
        Path output = folder.resolve("output");
        Path summary = folder.resolve("summary");

        Result plan = run("plan", Map.of("GITHUB_OUTPUT", output.toString()));
        Result shown = run("summary", Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

        assertThat(plan.exit()).as(plan.output()).isZero();
        assertThat(shown.exit()).isZero();
        assertThat(Files.readAllLines(output).getFirst()).matches("report<<end-[0-9a-f]{32}");
        assertThat(Files.readAllLines(output).getLast())
                .isEqualTo(Files.readAllLines(output).getFirst().substring("report<<".length()));
        assertThat(Files.readString(output)).contains(Files.readString(summary).strip());
        assertThat(Files.readString(summary)).contains("core").doesNotContain("Secret.java");
        assertThat(publicRepository.refs()).isEmpty();
    }

    @Test
    void aStoppedPublicationIsRefusedAndSaysSo() throws Exception {
        realPublisher();

        Result stopped = run("publish", Map.of("PUBLICATION_STOPPED", "we look into a leak"));
        Result shown = run("summary", Map.of());

        assertThat(stopped.exit()).as(stopped.output()).isEqualTo(2);
        assertThat(shown.output()).contains("stop-switch", "we look into a leak");
        assertThat(publicRepository.refs()).isEmpty();

        tree.write(Publisher.STOP_FILE, "by file\n").commit("Stop");
        stopped = run("publish", Map.of());
        assertThat(stopped.exit()).as(stopped.output()).isEqualTo(2);
        assertThat(stopped.output()).contains("by file");
        assertThat(publicRepository.refs()).isEmpty();
    }

    @Test
    void theKeyIsForSshAloneAndIsGoneAfterwards() throws Exception {
        java("""
                echo "key=[${DEPLOY_KEY:-}]"
                echo "ssh=$GIT_SSH_COMMAND"
                file=$(printf '%s' "$GIT_SSH_COMMAND" | sed "s/.*-i '\\([^']*\\)'.*/\\1/")
                cat "$file"
                ls -l "$file" | cut -c 1-10
                echo "arguments=$*"
                exit 2
                """);

        Result result = run(
                "publish",
                Map.of(
                        "DEPLOY_KEY",
                        "-----KEY-----",
                        "PUBLIC_WRITE",
                        "git@github.com:Casys-AI/casys-intelligence.git"));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.output())
                .contains("key=[]")
                .contains("-----KEY-----")
                .contains("-rw-------")
                .contains("-o IdentitiesOnly=yes")
                .contains("-o StrictHostKeyChecking=yes")
                .contains("publish --private . --public git@github.com:Casys-AI/casys-intelligence.git --branch main");
        try (Stream<Path> files = Files.list(folder.resolve("runner/casys-sync"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("key"));
        }
    }

    @Test
    void withoutKeyThePushIsNotTried() throws Exception {
        java("echo started; exit 0\n");

        Result result = run("publish", Map.of("PUBLIC_WRITE", "git@github.com:Casys-AI/casys-intelligence.git"));

        assertThat(result.exit()).isEqualTo(78);
        assertThat(result.output()).contains("PUBLIC_REPO_DEPLOY_KEY").doesNotContain("started");
    }

    @Test
    void theAuditReadsOnly() throws Exception {
        java("echo \"$@\"; exit 0\n");

        Result result = run("audit", Map.of("DEPLOY_KEY", "x"));

        assertThat(result.output()).contains("audit --private . --public " + publicRepository.folder());
    }

    @Test
    void aReportThatIsMissingIsSaid() throws Exception {
        java("exit 70\n");

        assertThat(run("plan", Map.of()).exit()).isEqualTo(70);
        assertThat(run("summary", Map.of()).output()).contains("There is no report");
    }

    @Test
    void aLongReportIsShortenedForTheCommentAtAWholeLetter() throws Exception {
        java("""
                while [ "$1" != --markdown ]; do shift; done
                awk 'BEGIN { for (i = 0; i < 40000; i++) printf "é%d", i % 10; print "" }' >"$2"
                """);
        Path output = folder.resolve("output");

        assertThat(run("plan", Map.of("GITHUB_OUTPUT", output.toString())).exit())
                .isZero();

        assertThat(Files.readString(output)).contains("shortened").hasSizeLessThan(61_000);
    }
}
