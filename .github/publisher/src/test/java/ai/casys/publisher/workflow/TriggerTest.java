// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.check.Checks;
import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Phase 2 of the specification, from the push to the public repository: what triggers the workflow is read from its file,
 * and what it then does is done on local repositories, with every check.
 */
class TriggerTest {
    private static final String HEADER = "// SPDX-License-Identifier: AGPL-3.0-only\n";

    @TempDir
    private Path folder;

    private LocalGit privateTree = LocalGit.in(Path.of(""));
    private LocalGit publicRepository = LocalGit.in(Path.of(""));

    @BeforeEach
    void repositories() throws Exception {
        publicRepository = LocalGit.bare(folder.resolve("public.git"));
        privateTree = LocalGit.tree(folder.resolve("private"));
        privateTree
                .write(".github/publication.yaml", """
                        version: 1
                        roots: [core, shared, docs, README.md, LICENSE]
                        private: [.github, cloud]
                        forbidden: ['(?<![a-z0-9_.-])cloud/']
                        identities:
                          allowed-domains: [casys.example]
                        """)
                .write("LICENSE", Files.readString(LocalGit.projectRoot().resolve("LICENSE")))
                .write("README.md", "# Hello\n")
                .write("core/A.java", HEADER + "class A {}\n")
                .write("cloud/Secret.java", "class Secret {}\n")
                .commit("Begin");
    }

    @Test
    void ac21APushThatTouchesCoreTriggersAndPublishes() throws Exception {
        push();
        String before = publicRepository.run("rev-parse", "main");
        privateTree.write("core/B.java", HEADER + "class B {}\n").commit("Add B");

        assertThat(triggers("refs/heads/main", changed())).isTrue();
        push();

        assertThat(publicRepository.run("show", "--format=%s", "--name-only", "main"))
                .isEqualTo("Add B\n\ncore/B.java");
        assertThat(publicRepository.run("rev-parse", "main^")).isEqualTo(before);
    }

    @Test
    void ac21APushThatTouchesOnlyCloudPublishesNothing() throws Exception {
        push();
        String before = publicRepository.refs();
        privateTree.write("cloud/More.java", "class More {}\n").commit("Add more of what is private");

        List<String> findings = push();

        assertThat(findings).isEmpty();
        assertThat(publicRepository.refs()).isEqualTo(before);
    }

    @Test
    void ac21WhatALostRunShouldHavePublishedIsPublishedByTheNext() throws Exception {
        push();
        privateTree.write("core/B.java", HEADER + "class B {}\n").commit("Add B");
        // The run for that push never came. The next one touches nothing public, and still has to make up for it.
        privateTree.write("cloud/More.java", "class More {}\n").commit("Add more of what is private");

        assertThat(triggers("refs/heads/main", changed())).isTrue();
        push();

        assertThat(publicRepository.run("ls-tree", "-r", "--name-only", "main")).contains("core/B.java");
    }

    @Test
    void aPushToAnotherBranchDoesNotTrigger() throws Exception {
        assertThat(triggers("refs/heads/feature", List.of("core/B.java"))).isFalse();
        assertThat(triggers("refs/tags/v1.2.3", List.of())).isTrue();
        assertThat(triggers("refs/tags/cloud-1.2.3", List.of())).isFalse();
    }

    @Test
    void ac22FilesOfCloudAreNeverPublished() throws Exception {
        push();
        privateTree.run("mv", "cloud/Secret.java", "cloud/Moved.java");
        privateTree.commit("Move within cloud");
        Files.delete(privateTree.folder().resolve("core/A.java"));
        privateTree.write("cloud/A.java", "class A {}\n").commit("Move from core to cloud");
        privateTree.run("checkout", "--quiet", "-b", "feature", "HEAD~1");
        privateTree.write("cloud/Feature.java", "class Feature {}\n").commit("Feature of cloud");
        privateTree.run("checkout", "--quiet", "main");
        privateTree.run("merge", "--quiet", "--no-edit", "feature");
        privateTree.run("tag", "cloud-1.0");

        assertThat(push()).isEmpty();

        assertThat(everythingPublic()).noneMatch(line -> line.contains("cloud") || line.contains("Secret"));
        assertThat(publicRepository.refs().lines()).singleElement().asString().endsWith("refs/heads/main");
    }

    @Test
    void ac22AFileCopiedOutOfCloudIsRefused() throws Exception {
        push();
        String before = publicRepository.refs();
        String secret =
                HEADER + "/** How the price of a call is worked out, which is nobody's business. */\nclass Price {}\n";
        privateTree
                .write("cloud/Price.java", secret)
                .write("core/Price.java", secret)
                .commit("Copy it");

        assertThat(push()).isNotEmpty();
        assertThat(publicRepository.refs()).isEqualTo(before);
    }

    @Test
    void ac23SecretsAndEnvironmentFilesAreNotPublished() throws Exception {
        push();
        String before = publicRepository.refs();
        // At the root they are not on the list, so they stay behind; within a public folder they stop everything.
        privateTree.write(".env", "KEY=1\n").write("secrets/key.pem", "x\n").commit("Add what nobody lists");
        push();
        assertThat(publicRepository.refs()).isEqualTo(before);

        for (String file : List.of("core/.env", "core/.env.production", "docs/id_rsa")) {
            privateTree.write(file, "KEY=1\n").commit("Add " + file);
            assertThat(push()).as(file).isNotEmpty();
            assertThat(publicRepository.refs()).isEqualTo(before);
            privateTree.run("reset", "--quiet", "--hard", "HEAD~1");
        }
        // Put together here, or the same check would find it in this file.
        String key = "ghp" + "_" + "Zk3Tq8Wm1Xv5Rb7Yc2Nd9Lf4Hg6Js0PaBcDe";
        privateTree
                .write("core/Token.java", HEADER + "class Token { String key = \"" + key + "\"; }\n")
                .commit("Add it");
        assertThat(push()).isNotEmpty();
        assertThat(publicRepository.refs()).isEqualTo(before);
    }

    private List<String> everythingPublic() throws Exception {
        return Arrays.asList(
                publicRepository.run("rev-list", "--all", "--objects").split("\n"));
    }

    private List<String> changed() throws Exception {
        return privateTree.run("diff", "--name-only", "HEAD~1", "HEAD").lines().toList();
    }

    /** What the workflow does: publishes the branch main. Returns what spoke against it. */
    private List<String> push() throws Exception {
        List<String> findings = new ArrayList<>();
        Request request = new Request(
                privateTree.folder(),
                publicRepository.folder().toString(),
                "main",
                Optional.empty(),
                false,
                Optional.empty());
        new Publisher(Checks.all(), List.of())
                .publish(
                        request,
                        plan -> plan.findings()
                                .forEach(finding -> findings.add(finding.check() + ": " + finding.problem())));
        return findings;
    }

    /** Whether GitHub starts sync-to-public for a push of this ref with these changes. */
    private static boolean triggers(String ref, List<String> changed) throws Exception {
        Workflow workflow = Workflow.read(LocalGit.projectRoot().resolve(".github/workflows/sync-to-public.yml"));
        Map<String, Object> push = Workflow.map(workflow.triggers().get("push"));
        assertThat(push.keySet()).isSubsetOf("branches", "tags", "paths");
        boolean named = ref.startsWith("refs/heads/")
                ? matches(push.get("branches"), ref.substring("refs/heads/".length()))
                : matches(push.get("tags"), ref.substring("refs/tags/".length()));
        return named
                && (!push.containsKey("paths") || changed.stream().anyMatch(path -> matches(push.get("paths"), path)));
    }

    private static boolean matches(@Nullable Object globs, String name) {
        return Workflow.map(globs).keySet().stream()
                .anyMatch(glob -> name.matches(glob.replace(".", "\\.")
                        .replace("**", "\0")
                        .replace("*", "[^/]*")
                        .replace("\0", ".*")));
    }
}
