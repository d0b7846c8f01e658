// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.localgit.LocalGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a contribution: from an outsider's commits to the public history, with nothing lost on the way. */
class ImportedContributionTest {
    private static final String WHO_WHEN = "--format=%an <%ae> %ad %T";

    @TempDir
    private Path folder;

    private LocalGit privateTree = LocalGit.in(Path.of(""));
    private LocalGit publicRepository = LocalGit.in(Path.of(""));
    private LocalGit jane = LocalGit.in(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private Contributions contributions;

    @BeforeEach
    void repositories() throws Exception {
        contributions = new Contributions(folder);
        privateTree = contributions.privateTree;
        publicRepository = contributions.publicRepository;
        jane = contributions.jane;
    }

    private String threeCommits() throws Exception {
        jane.write("core/C.java", "three\n")
                .commit("Add C\n\nBecause it was missing.", Contributions.JANE, "2026-03-05T08:00:00-05:00");
        Files.delete(jane.folder().resolve("core/A.java"));
        jane.write("core/Moved.java", "one\n").commit("Move A", Contributions.JANE, "2026-03-05T09:30:00+05:30");
        jane.write("README.md", "hello, Jane\n")
                .commit(
                        "Übersetze das README\n\nSigned-off-by: " + Contributions.JANE,
                        Contributions.JANE,
                        "2026-03-06T10:00:00Z");
        contributions.open();
        return jane.run("log", "--date=raw", WHO_WHEN, "origin/main..HEAD");
    }

    @Test
    void threeCommitsArePublishedWithTheSameAuthorsDatesAndTrees() throws Exception {
        String contributed = threeCommits();
        String before = publicRepository.run("rev-parse", "main");

        Imported imported = contributions.bring();
        contributions.merge();
        contributions.publish();

        assertThat(imported.commits()).hasSize(3);
        assertThat(publicRepository.run("log", "--date=raw", WHO_WHEN, before + "..main"))
                .isEqualTo(contributed);
        assertThat(publicRepository.run("rev-parse", "main^{tree}")).isEqualTo(jane.run("rev-parse", "HEAD^{tree}"));
        assertThat(publicRepository.run("merge-base", "--is-ancestor", before, "main"))
                .isEmpty();
        assertThat(publicRepository
                        .run("log", "--reverse", "--format=%s", before + "..main")
                        .lines())
                .containsExactly("Add C", "Move A", "Übersetze das README");
        assertThat(publicRepository.run("log", "-1", "--format=%(trailers:key=Public-PR,valueonly)", "main"))
                .isEqualTo("casys-ai/casys-intelligence#42");
        assertThat(publicRepository.run("log", "-1", "--format=%(trailers:key=Signed-off-by,valueonly)", "main"))
                .isEqualTo(Contributions.JANE);
    }

    @Test
    void thePrivateFilesStayAsTheyWere() throws Exception {
        threeCommits();
        String before = privateTree.run("rev-parse", "main:cloud", "main:.github");

        Imported imported = contributions.bring();

        assertThat(privateTree.run("rev-parse", imported.branch() + ":cloud", imported.branch() + ":.github"))
                .isEqualTo(before);
        assertThat(privateTree.run("show", "--stat", "--format=", imported.branch()))
                .contains("README.md")
                .doesNotContain("cloud");
        privateTree.run("fsck", "--strict");
    }

    @Test
    void whatMainGotMeanwhileIsMergedAndTheContributionKeepsItsCommits() throws Exception {
        String contributed = threeCommits();
        privateTree
                .write("core/Meanwhile.java", "x\n")
                .write("cloud/Secret.java", "more\n")
                .commit("Go on");
        contributions.publish();
        String before = publicRepository.run("rev-parse", "main");

        contributions.bring();
        contributions.merge();
        contributions.publish();

        assertThat(publicRepository.run("log", "--no-merges", "--date=raw", WHO_WHEN, before + "..main"))
                .isEqualTo(contributed);
        // What git makes of the pull request and the public branch is what was published.
        jane.run("fetch", "--quiet", "origin");
        jane.run("merge", "--quiet", "--no-edit", before);
        assertThat(publicRepository.run("rev-parse", "main^{tree}")).isEqualTo(jane.run("rev-parse", "HEAD^{tree}"));
    }

    @Test
    void aContributionThatMergedThePublicBranchKeepsItsShape() throws Exception {
        jane.write("core/C.java", "three\n").commit("Add C", Contributions.JANE, "2026-03-05T08:00:00Z");
        privateTree
                .write("core/Meanwhile.java", "x\n")
                .write("cloud/New.java", "new\n")
                .commit("Go on");
        contributions.publish();
        String before = publicRepository.run("rev-parse", "main");
        jane.run("fetch", "--quiet", "origin");
        jane.as(
                Map.of("GIT_AUTHOR_NAME", "Jane Outside", "GIT_AUTHOR_EMAIL", "jane@outside.example"),
                "merge",
                "--quiet",
                "--no-edit",
                "origin/main");
        jane.write("core/D.java", "four\n").commit("Add D", Contributions.JANE, "2026-03-05T09:00:00Z");
        contributions.open();

        Imported imported = contributions.bring();
        contributions.merge();
        contributions.publish();

        assertThat(imported.commits()).hasSize(3);
        assertThat(privateTree.run("rev-list", "--count", "--merges", "main..import/pr-42"))
                .isEqualTo("0");
        assertThat(privateTree.run("show", "main:cloud/New.java")).isEqualTo("new");
        assertThat(publicRepository.run("log", "--date=raw", WHO_WHEN, "--topo-order", before + "..main"))
                .isEqualTo(jane.run("log", "--date=raw", WHO_WHEN, "--topo-order", before + "..HEAD"));
    }

    @Test
    void aMailboxOfPatchesGivesTheSameAsThePullRequest() throws Exception {
        String contributed = threeCommits();
        String before = publicRepository.run("rev-parse", "main");
        Path mailbox = folder.resolve("42.patch");
        Files.writeString(mailbox, jane.run("format-patch", "--stdout", "origin/main..HEAD") + "\n");

        Imported imported = new ContributionImport(
                        contributions.request(new ImportRequest.Source.Patch(mailbox, Optional.empty()), false))
                .run();
        contributions.merge();
        contributions.publish();

        assertThat(imported.commits()).hasSize(3);
        assertThat(publicRepository.run("log", "--date=raw", WHO_WHEN, before + "..main"))
                .isEqualTo(contributed);
        assertThat(publicRepository
                        .run("log", "--reverse", "--format=%s", before + "..main")
                        .lines())
                .containsExactly("Add C", "Move A", "Übersetze das README");
    }

    @Test
    void aPatchOnAnOlderPublicCommitIsTakenFromThere() throws Exception {
        String base = jane.run("rev-parse", "origin/main");
        threeCommits();
        Path mailbox = folder.resolve("42.patch");
        Files.writeString(mailbox, jane.run("format-patch", "--stdout", "origin/main..HEAD") + "\n");
        privateTree.write("core/Meanwhile.java", "x\n").commit("Go on");
        contributions.publish();

        Imported imported = new ContributionImport(
                        contributions.request(new ImportRequest.Source.Patch(mailbox, Optional.of(base)), false))
                .run();

        assertThat(privateTree.run("merge-base", "main", imported.branch()))
                .isEqualTo(privateTree.run("rev-parse", "main~1"));
    }

    @Test
    void aSecondImportDoesNothingAndEveryImportGivesTheSameIds() throws Exception {
        threeCommits();
        Imported first = contributions.bring();
        String refs = privateTree.refs();

        Imported second = contributions.bring();

        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.tip()).isEqualTo(first.tip());
        assertThat(privateTree.refs()).isEqualTo(refs);
        assertThat(second.markdown()).contains("Nothing to do", "Add C", "Jane Outside");
    }

    @Test
    void anImportLeavesNoRefButTheBranchAndNothingInTheWorkTree() throws Exception {
        threeCommits();
        List<String> before = privateTree.refs().lines().toList();

        contributions.bring();

        assertThat(privateTree.refs().lines().filter(line -> !before.contains(line)))
                .singleElement()
                .asString()
                .endsWith(" refs/heads/import/pr-42");
        assertThat(privateTree.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void theFirstContributionBringsItsOwnGrantAlong() throws Exception {
        Contributions first = new Contributions(folder.resolve("first"), "version: 1\ngrants: []\n");
        first.jane
                .write(".github/grants.yaml", Contributions.GRANTS)
                .commit(
                        "Add my grant\n\nSigned-off-by: " + Contributions.JANE,
                        Contributions.JANE,
                        "2026-03-05T07:00:00Z");
        first.jane.write("core/C.java", "three\n").commit("Add C", Contributions.JANE, "2026-03-05T08:00:00Z");
        first.open();

        first.bring();
        first.merge();
        first.publish();

        assertThat(first.publicRepository.run("show", "main:.github/grants.yaml"))
                .contains("jane@outside.example");
    }
}
