// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.publishing.PublicationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contributions that may not come in: each refusal names its reason and leaves the private repository as it was. */
class RefusedContributionTest {
    private static final String DATE = "2026-03-05T08:00:00Z";

    @TempDir
    private Path folder;

    private LocalGit jane = LocalGit.in(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private Contributions contributions;

    @BeforeEach
    void repositories() throws Exception {
        contributions = new Contributions(folder);
        jane = contributions.jane;
    }

    private void refused(String... reasons) throws Exception {
        contributions.open();
        String before = contributions.privateTree.refs();
        assertThatThrownBy(contributions::bring)
                .isInstanceOf(PublicationException.class)
                .message()
                .contains(reasons);
        assertThat(contributions.privateTree.refs()).isEqualTo(before);
        assertThat(contributions.privateTree.run("status", "--porcelain")).isEmpty();
    }

    private void commit(String message) throws Exception {
        jane.commit(message, Contributions.JANE, DATE);
    }

    @Test
    void anAuthorWithoutGrantIsRefused() throws Exception {
        jane.write("core/C.java", "c\n").commit("Add C", "Bob Stranger <bob@stranger.example>", DATE);

        refused("no grant of Bob Stranger <bob@stranger.example>", "identities.map");
    }

    @Test
    void aCoAuthorWithoutGrantIsRefused() throws Exception {
        jane.write("core/C.java", "c\n");
        commit("Add C\n\nCo-authored-by: Bob Stranger <bob@stranger.example>");

        refused("no grant of Bob Stranger <bob@stranger.example>");
    }

    @Test
    void nobodyGrantsForSomebodyElse() throws Exception {
        jane.write(".github/grants.yaml", Contributions.GRANTS + """
                          - author: Bob Stranger <bob@stranger.example>
                            agreement: 1
                            date: '2026-02-01'
                        """);
        commit("Add the grant of Bob\n\nSigned-off-by: " + Contributions.JANE);
        jane.write("core/C.java", "c\n").commit("Add C", "Bob Stranger <bob@stranger.example>", DATE);

        refused("only they can give it", "no grant of Bob Stranger");
    }

    @Test
    void aGrantThatIsNotSignedOffDoesNotCount() throws Exception {
        Contributions first = new Contributions(folder.resolve("first"), "version: 1\ngrants: []\n");
        first.jane.write(".github/grants.yaml", Contributions.GRANTS).commit("My grant", Contributions.JANE, DATE);
        first.open();

        assertThatThrownBy(first::bring).message().contains("without being signed off", "no grant of Jane Outside");
    }

    @Test
    void aGrantOfAnotherIsNeitherChangedNorRemoved() throws Exception {
        jane.write(".github/grants.yaml", "version: 1\ngrants: []\n");
        commit("Tidy");

        refused("changes or removes somebody's grant");
    }

    @Test
    void aBrokenFileOfGrantsIsRefused() throws Exception {
        jane.write(".github/grants.yaml", "version: 1\ngrants: {}\n");
        commit("Break it");

        refused("breaks .github/grants.yaml");
    }

    @Test
    void aPathThatIsNotPublicIsRefusedEvenIfItIsRemovedAgain() throws Exception {
        jane.write("cloud/Trojan.java", "x\n");
        commit("Add what is not public");
        Files.delete(jane.folder().resolve("cloud/Trojan.java"));
        jane.write("core/C.java", "c\n");
        commit("Add C");

        refused("cloud/Trojan.java", "does not publish");
    }

    @Test
    void anotherWorkflowIsRefused() throws Exception {
        jane.write(".github/workflows/sync-to-public.yml", "name: mine\n");
        commit("Add a workflow");

        refused(".github/workflows/sync-to-public.yml");
    }

    @Test
    void thePolicyCannotBeContributed() throws Exception {
        jane.write(".github/publication.yaml", "version: 1\nroots: [cloud]\n");
        commit("Widen it");

        refused(".github/publication.yaml");
    }

    @Test
    void filesThatOurMachinesExecuteHaveToBeRead() throws Exception {
        jane.write(".ci/run", "#!/bin/sh\n")
                .write("core/pom.xml", "<project/>\n")
                .write(".github/workflows/ci.yml", "name: other\n");
        commit("Change the build");
        refused(".ci/run", "core/pom.xml", ".github/workflows/ci.yml", "--build-files-reviewed");

        Imported imported = new ContributionImport(
                        contributions.request(new ImportRequest.Source.Ref("refs/pull/42/head"), true))
                .run();
        assertThat(imported.paths()).contains(".ci/run", ".github/workflows/ci.yml");
    }

    @Test
    void trailersThatSteerPublicationAreRefused() throws Exception {
        for (String trailer :
                new String[] {"Origin-Commit", "public-message", "Policy-Version", "Public-PR", "Publication-Epoch"}) {
            jane.write("core/C.java", trailer + "\n");
            commit("Add C\n\n" + trailer + ": " + "0".repeat(40));

            refused(trailer);
            jane.run("reset", "--quiet", "--hard", "origin/main");
        }
    }

    @Test
    void aSubmoduleIsRefused() throws Exception {
        jane.run("update-index", "--add", "--cacheinfo", "160000," + jane.run("rev-parse", "HEAD") + ",core/module");
        jane.as(
                Map.of("GIT_AUTHOR_NAME", "Jane Outside", "GIT_AUTHOR_EMAIL", "jane@outside.example"),
                "commit",
                "--quiet",
                "--message=Add a module");

        refused("submodule core/module");
    }

    @Test
    void aHistoryWithoutCommonRootIsRefused() throws Exception {
        jane.run("checkout", "--quiet", "--orphan", "other");
        jane.write("core/C.java", "c\n");
        commit("Begin elsewhere");

        refused("has no parent");
    }

    @Test
    void aContributionThatHoldsNothingNewIsRefused() throws Exception {
        refused("no commit that the public branch lacks");
    }

    @Test
    void moreCommitsThanAnybodyReviewsAreRefused() throws Exception {
        String commands = jane.run("rev-parse", "HEAD");
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 501; i++) {
            stream.append("commit refs/heads/main\ncommitter ")
                    .append(Contributions.JANE)
                    .append(" 1772697600 +0000\ndata 2\nx\n");
            if (i == 0) {
                stream.append("from ").append(commands).append('\n');
            }
            stream.append("M 644 inline core/N.java\ndata ")
                    .append(Integer.toString(i).length())
                    .append('\n')
                    .append(i)
                    .append('\n');
        }
        Path file = folder.resolve("stream");
        Files.writeString(file, stream);
        LocalGit.Result result = LocalGit.execute(
                jane.folder(), Map.of(), List.of("sh", "-c", "git fast-import --quiet --force <" + file));
        assertThat(result.exit()).as(result.output()).isZero();

        refused("more than 500 commits");
    }

    @Test
    void aBranchThatIsSomethingElseIsNotOverwritten() throws Exception {
        contributions.privateTree.run("branch", "import/pr-42", "main~1");
        jane.write("core/C.java", "c\n");
        commit("Add C");

        refused("import/pr-42", "--into");
    }

    @Test
    void aPublicRepositoryThatSomebodyElsePushedToIsRefused() throws Exception {
        LocalGit intruder = contributions.publicRepository.cloneTo(folder.resolve("intruder"));
        intruder.write("core/Z.java", "z\n").commit("Not by the publisher");
        intruder.run("push", "--quiet", "origin", "main");
        jane.run("pull", "--quiet", "origin", "main");
        jane.write("core/C.java", "c\n");
        commit("Add C");

        refused("was not made by the publisher");
    }

    @Test
    void aPatchThatDoesNotApplyIsRefused() throws Exception {
        Path mailbox = folder.resolve("broken.patch");
        Files.writeString(mailbox, """
                From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
                From: Jane Outside <jane@outside.example>
                Date: Thu, 5 Mar 2026 08:00:00 +0000
                Subject: [PATCH] Change what is not there

                ---
                diff --git a/core/Nowhere.java b/core/Nowhere.java
                index 1111111..2222222 100644
                --- a/core/Nowhere.java
                +++ b/core/Nowhere.java
                @@ -1 +1 @@
                -old
                +new
                --
                2.39
                """);
        String before = contributions.privateTree.refs();
        var request = contributions.request(new ImportRequest.Source.Patch(mailbox, Optional.empty()), false);

        assertThatThrownBy(() -> new ContributionImport(request).run())
                .isInstanceOf(PublicationException.class)
                .message()
                .contains("does not apply", "--base");
        assertThat(contributions.privateTree.refs()).isEqualTo(before);
    }

    @Test
    void aPatchThatWritesOutsideTheTreeIsRefused() throws Exception {
        for (String path : new String[] {"../escape.txt", ".git/config", "/tmp/escape.txt"}) {
            Path mailbox = folder.resolve("hostile.patch");
            Files.writeString(mailbox, """
                    From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
                    From: Jane Outside <jane@outside.example>
                    Date: Thu, 5 Mar 2026 08:00:00 +0000
                    Subject: [PATCH] Escape

                    ---
                    diff --git a/%1$s b/%1$s
                    new file mode 100644
                    index 0000000..2222222
                    --- /dev/null
                    +++ b/%1$s
                    @@ -0,0 +1 @@
                    +new
                    --
                    2.39
                    """.formatted(path));
            var request = contributions.request(new ImportRequest.Source.Patch(mailbox, Optional.empty()), false);

            assertThatThrownBy(() -> new ContributionImport(request).run()).isInstanceOf(PublicationException.class);
        }
        assertThat(folder.resolve("escape.txt")).doesNotExist();
    }

    @Test
    void optionsInPlaceOfNamesAreRefused() {
        assertThatThrownBy(() -> new ImportRequest.Source.Ref("--upload-pack=touch"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImportRequest.Source.Patch(Path.of("x"), Optional.of("--help")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImportRequest(
                        folder,
                        "--upload-pack=x",
                        "main",
                        new ImportRequest.Source.Ref("refs/pull/1/head"),
                        "1",
                        "b",
                        false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImportRequest(
                        folder,
                        "x",
                        "main",
                        new ImportRequest.Source.Ref("refs/pull/1/head"),
                        "1\nOrigin-Commit: x",
                        "b",
                        false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImportRequest(
                        folder, "x", "main", new ImportRequest.Source.Ref("refs/pull/1/head"), "1", "..", false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
