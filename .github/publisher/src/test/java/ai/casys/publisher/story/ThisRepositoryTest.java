// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.casys.publisher.check.Checks;
import ai.casys.publisher.check.Finding;
import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import ai.casys.publisher.testing.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real history of this very repository would be published: what every change is held to before it is merged. */
@Tag("slow")
class ThisRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void itsWholeHistoryCanBePublished() throws Exception {
        Path root = Path.of(System.getProperty("casys.root", "../.."))
                .toAbsolutePath()
                .normalize();
        assumeFalse(!Files.exists(root.resolve(".git")), "the sources are no git checkout");
        assumeFalse(
                !"true".equals(System.getenv("CI")) && Files.exists(root.resolve(".git/shallow")),
                "the checkout is shallow");
        List<Finding> findings = new ArrayList<>();
        List<Integer> commits = new ArrayList<>();
        try (TestRepository target = TestRepository.create(folder.resolve("public.git"))) {
            new Publisher(Checks.all(), List.of())
                    .plan(
                            new Request(
                                    root,
                                    target.folder().toString(),
                                    "main",
                                    Optional.of("HEAD"),
                                    false,
                                    Optional.empty()),
                            false,
                            plan -> {
                                findings.addAll(plan.findings());
                                commits.add(plan.candidate()
                                        .orElseThrow()
                                        .newCommits()
                                        .size());
                            });
        }

        assertThat(findings).isEmpty();
        assertThat(commits.getFirst()).isGreaterThan(100);
    }
}
