// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.migration;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.localgit.LocalGit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code .github/casys-migrate-remotes} on local repositories: phase 1 of the specification, and its rollback. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script wants a POSIX shell in a Unix file system")
class MigrateRemotesTest {
    @TempDir
    private Path folder;

    private LocalGit publicRepository = LocalGit.in(Path.of(""));
    private LocalGit privateRepository = LocalGit.in(Path.of(""));
    private LocalGit work = LocalGit.in(Path.of(""));

    /** A public repository with a merge, two branches and two kinds of tags, a clone of it, and an empty private one. */
    @BeforeEach
    void repositories() throws Exception {
        publicRepository = LocalGit.bare(folder.resolve("public.git"));
        privateRepository = LocalGit.bare(folder.resolve("private.git"));
        LocalGit author = LocalGit.tree(folder.resolve("author"));
        author.write("core/A.java", "one\n").commit("Begin");
        author.run("tag", "v0.1");
        author.run("checkout", "--quiet", "-b", "feature");
        author.write("core/B.java", "two\n").commit("Add B");
        author.run("checkout", "--quiet", "main");
        author.write("core/A.java", "three\n").commit("Change A");
        author.run("merge", "--quiet", "--no-ff", "--message=Merge the feature", "feature");
        author.run("tag", "--annotate", "--message=Release", "v0.2");
        author.run("checkout", "--quiet", "-b", "next");
        author.write("core/C.java", "four\n").commit("Add C");
        author.run("push", "--quiet", publicRepository.folder().toString(), "--all");
        author.run("push", "--quiet", publicRepository.folder().toString(), "--tags");
        work = publicRepository.cloneTo(folder.resolve("work"), "--branch=main");
    }

    @Test
    void ac12OriginIsThePrivateRepositoryAndPublicTheOldOne() throws Exception {
        succeeds(migrate());

        assertThat(work.run("remote", "get-url", "origin"))
                .isEqualTo(privateRepository.folder().toString());
        assertThat(work.run("remote", "get-url", "public"))
                .isEqualTo(publicRepository.folder().toString());
        assertThat(work.run("remote", "-v"))
                .contains("origin\t" + privateRepository.folder() + " (fetch)")
                .contains("origin\t" + privateRepository.folder() + " (push)")
                .contains("public\t" + publicRepository.folder() + " (fetch)");
    }

    @Test
    void ac13PushingMainReachesThePrivateRepositoryAndNotThePublicOne() throws Exception {
        succeeds(migrate());
        String before = publicRepository.refs();

        String commit = work.write("cloud/Secret.java", "private\n").commit("Add what is private");
        work.run("push", "--quiet", "origin", "main");

        assertThat(privateRepository.run("rev-parse", "main")).isEqualTo(commit);
        assertThat(publicRepository.refs()).isEqualTo(before);
        // A plain push goes there too, because main follows origin now.
        commit = work.write("cloud/Secret.java", "more\n").commit("Change it");
        work.run("push", "--quiet");
        assertThat(privateRepository.run("rev-parse", "main")).isEqualTo(commit);
        assertThat(publicRepository.refs()).isEqualTo(before);
    }

    @Test
    void ac14TheWholeHistoryIsPreserved() throws Exception {
        String refs = publicRepository.refs();
        String history = publicRepository.run("rev-list", "--all", "--objects", "--topo-order");

        succeeds(migrate());

        assertThat(privateRepository.refs()).isEqualTo(refs);
        assertThat(privateRepository.run("rev-list", "--all", "--objects", "--topo-order"))
                .isEqualTo(history);
        assertThat(privateRepository.run("cat-file", "-t", "v0.2")).isEqualTo("tag");
        privateRepository.run("fsck", "--full", "--strict");
        assertThat(publicRepository.refs()).isEqualTo(refs);
    }

    @Test
    void aPushToPublicByHandIsBlocked() throws Exception {
        succeeds(migrate());
        String before = publicRepository.refs();
        work.write("cloud/Secret.java", "private\n").commit("Add what is private");

        Result push = LocalGit.execute(work.folder(), Map.of(), List.of("git", "push", "public", "main"));

        assertThat(push.exit()).isNotZero();
        assertThat(push.output()).contains("only-the-publisher-pushes-here");
        assertThat(publicRepository.refs()).isEqualTo(before);
    }

    @Test
    void aBranchThatOnlyThisCloneHasGoesAlong() throws Exception {
        work.run("checkout", "--quiet", "-b", "mine");
        String mine = work.write("core/D.java", "mine\n").commit("Add D");

        succeeds(migrate());

        assertThat(privateRepository.run("rev-parse", "mine")).isEqualTo(mine);
        assertThat(privateRepository.run("rev-parse", "next")).isEqualTo(publicRepository.run("rev-parse", "next"));
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        succeeds(migrate());
        String configuration = Files.readString(work.folder().resolve(".git/config"));
        String refs = work.refs() + privateRepository.refs();

        Result second = migrate();

        succeeds(second);
        assertThat(second.output()).contains("has every branch and tag already");
        assertThat(Files.readString(work.folder().resolve(".git/config"))).isEqualTo(configuration);
        assertThat(work.refs() + privateRepository.refs()).isEqualTo(refs);
    }

    @Test
    void aDryRunSaysEveryStepAndChangesNothing() throws Exception {
        String before = everything();

        Result result = migrate("--dry-run");

        succeeds(result);
        assertThat(result.output())
                .contains("would push")
                .contains("would run: git remote rename origin public")
                .contains("would run: git remote add origin " + privateRepository.folder());
        assertThat(everything()).isEqualTo(before);
        assertThat(privateRepository.refs()).isEmpty();
    }

    @Test
    void theRollbackIsTheOldSetupAgain() throws Exception {
        String configuration = work.run("config", "--local", "--list");
        String refs = work.refs();
        succeeds(migrate());

        succeeds(run("--rollback"));

        assertThat(work.run("remote")).isEqualTo("origin");
        assertThat(work.run("remote", "get-url", "--push", "origin"))
                .isEqualTo(publicRepository.folder().toString());
        assertThat(work.run("config", "--local", "--list").lines().sorted())
                .containsExactlyElementsOf(configuration.lines().sorted().toList());
        assertThat(work.refs()).isEqualTo(refs);
        assertThat(privateRepository.run("rev-parse", "main")).isEqualTo(publicRepository.run("rev-parse", "main"));
    }

    @Test
    void aSecondRollbackAndADryRollbackChangeNothing() throws Exception {
        succeeds(migrate());
        String migrated = everything();
        succeeds(run("--rollback", "--dry-run"));
        assertThat(everything()).isEqualTo(migrated);
        succeeds(run("--rollback"));
        String rolledBack = everything();

        Result second = run("--rollback");

        succeeds(second);
        assertThat(second.output()).contains("nothing to do");
        assertThat(everything()).isEqualTo(rolledBack);
    }

    @Test
    void aMigrationAfterARollbackWorks() throws Exception {
        succeeds(migrate());
        String configuration = work.run("config", "--local", "--list");
        succeeds(run("--rollback"));

        succeeds(migrate());

        assertThat(work.run("config", "--local", "--list").lines().sorted())
                .containsExactlyElementsOf(configuration.lines().sorted().toList());
    }

    @Test
    void aRollbackThatWouldLetPrivateCommitsBePushedIsRefused() throws Exception {
        succeeds(migrate());
        work.write("cloud/Secret.java", "private\n").commit("Add what is private");
        String before = everything();

        refused(run("--rollback"), "main(1)");
        assertThat(everything()).isEqualTo(before);

        succeeds(run("--rollback", "--keep-private-commits"));
        String publicRefs = publicRepository.refs();
        Result push = LocalGit.execute(work.folder(), Map.of(), List.of("git", "push", "origin", "main"));
        assertThat(push.exit()).isNotZero();
        assertThat(publicRepository.refs()).isEqualTo(publicRefs);
    }

    @Test
    void aTreeWithChangesIsRefused() throws Exception {
        work.write("core/A.java", "changed\n");
        changesNothing(() -> refused(migrate(), "core/A.java"));
        work.run("checkout", "--quiet", "core/A.java");
        work.write("new.txt", "untracked\n");
        changesNothing(() -> refused(migrate(), "new.txt"));
        Files.delete(work.folder().resolve("new.txt"));
        Files.writeString(work.folder().resolve(".git/MERGE_HEAD"), work.run("rev-parse", "HEAD") + "\n");
        changesNothing(() -> refused(migrate(), "under way"));
    }

    @Test
    void aShallowCloneIsRefused() throws Exception {
        program("git", "clone", "--quiet", "--depth=1", "file://" + publicRepository.folder(), "shallow");
        work = LocalGit.in(folder.resolve("shallow"));

        changesNothing(() -> refused(migrate(), "shallow"));
    }

    @Test
    void repositoriesThatShareObjectsAreRefusedInEveryForm() throws Exception {
        Path fork = folder.resolve("fork.git");
        program(
                "git",
                "clone",
                "--quiet",
                "--bare",
                "--shared",
                publicRepository.folder().toString(),
                fork.toString());
        changesNothing(() -> refused(run("--private", fork.toString()), "share the objects"));

        // The other way round, and over a third repository that both borrow from.
        Path owner = folder.resolve("owner.git");
        LocalGit.bare(owner);
        for (LocalGit repository : List.of(publicRepository, privateRepository)) {
            Files.writeString(repository.folder().resolve("objects/info/alternates"), owner.resolve("objects") + "\n");
        }
        changesNothing(() -> refused(migrate(), "share the objects"));
    }

    @Test
    void thePublicRepositoryItselfIsRefusedAsPrivateOne() throws Exception {
        changesNothing(() -> refused(run("--private", publicRepository.folder().toString()), "itself"));
        Path link = folder.resolve("link.git");
        Files.createSymbolicLink(link, publicRepository.folder());
        changesNothing(() -> refused(run("--private", link.toString()), "by another name"));
        changesNothing(() -> refused(run("--private", "file://" + publicRepository.folder()), "by another name"));
    }

    @Test
    void aPrivateRepositoryWithSomethingElseInItIsRefused() throws Exception {
        LocalGit other = LocalGit.tree(folder.resolve("other"));
        other.write("README.md", "hello\n").commit("Initial commit");
        other.run("push", "--quiet", privateRepository.folder().toString(), "main");

        changesNothing(() -> refused(migrate(), "refs/heads/main"));
    }

    @Test
    void aPrivateRepositoryThatIsAheadOrHasAnotherTagIsRefused() throws Exception {
        succeeds(migrate());
        succeeds(run("--rollback"));
        LocalGit colleague = privateRepository.cloneTo(folder.resolve("colleague"));
        colleague.write("cloud/X.java", "x\n").commit("Further on");
        colleague.run("push", "--quiet", "origin", "main");
        changesNothing(() -> refused(migrate(), "refs/heads/main"));

        privateRepository.run("update-ref", "refs/heads/main", work.run("rev-parse", "main"));
        privateRepository.run("update-ref", "refs/tags/v0.1", work.run("rev-parse", "main"));
        changesNothing(() -> refused(migrate(), "refs/tags/v0.1"));
    }

    @Test
    void aCloneThatLacksPublicCommitsIsRefused() throws Exception {
        LocalGit colleague = publicRepository.cloneTo(folder.resolve("colleague"), "--branch=main");
        colleague.write("core/E.java", "e\n").commit("Add E");
        colleague.run("push", "--quiet", "origin", "main");

        changesNothing(() -> refused(migrate(), "git fetch"));
        work.run("fetch", "--quiet", "origin");
        changesNothing(() -> refused(migrate(), "Pull it first"));
    }

    @Test
    void aRepositoryThatIsNotThereIsSaid() throws Exception {
        String before = everything();
        Result result = run("--private", folder.resolve("nowhere.git").toString());

        assertThat(result.exit()).isEqualTo(69);
        assertThat(result.output()).contains("cannot be read");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void remotesThatMeanSomethingElseAreRefused() throws Exception {
        work.run("remote", "add", "public", folder.resolve("somewhere").toString());

        changesNothing(() -> refused(migrate(), "two remotes already"));
    }

    @Test
    void onOneHostItHasToBeKnownThatNeitherIsAFork() throws Exception {
        List<String> addresses = onAHost("git@git.example:casys/");
        refused(run(addresses), "--not-a-fork");

        List<String> acknowledged = new ArrayList<>(addresses);
        acknowledged.add("--not-a-fork");
        succeeds(run(acknowledged));
    }

    @Test
    void gitHubIsAskedAndForksAndPublicRepositoriesAreRefused() throws Exception {
        List<String> addresses = onAHost("git@github.com:casys/");
        Path programs = Files.createDirectories(folder.resolve("programs"));

        gh(programs, "false casys/public", "true casys/public");
        refused(run(addresses, programs), "fork network");
        gh(programs, "false casys/public", "false casys/private");
        refused(run(addresses, programs), "is not private");
        assertThat(privateRepository.refs()).isEmpty();
        gh(programs, "false casys/public", "true casys/private");
        succeeds(run(addresses, programs));
    }

    /** At every single call of git that the script makes, once: killed there, and then run again. */
    @Test
    @Tag("slow")
    void anInterruptionAtAnyStepIsFinishedByTheNextRun() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path counter = folder.resolve("counter");
        Path wrapper = programs.resolve("git");
        String git = program("sh", "-c", "command -v git").output().strip();
        Files.writeString(wrapper, """
                #!/bin/sh
                # Kills the script that calls for the n-th time, after the call was carried out.
                count=$(($(cat %1$s) - 1))
                echo "$count" >%1$s
                %2$s "$@"
                code=$?
                [ "$count" -ne 0 ] || kill -9 "$(cat %3$s)"
                exit "$code"
                """.formatted(counter, git, folder.resolve("pid")));
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        String publicRefs = publicRepository.refs();

        int killed = 0;
        for (int call = 1; ; call++) {
            Path fresh = folder.resolve("work" + call);
            privateRepository = LocalGit.bare(folder.resolve("private" + call + ".git"));
            work = publicRepository.cloneTo(fresh, "--branch=main");
            Files.writeString(counter, call + "\n");
            Result first = run(List.of("--private", privateRepository.folder().toString()), programs);
            if (Integer.parseInt(Files.readString(counter).strip()) > 0) {
                succeeds(first);
                break;
            }
            killed++;
            Result again = migrate();
            assertThat(again.exit())
                    .as("after a kill at call %d: %s", call, again.output())
                    .isZero();
            assertThat(work.run("remote", "get-url", "origin"))
                    .isEqualTo(privateRepository.folder().toString());
            assertThat(work.run("remote", "get-url", "public"))
                    .isEqualTo(publicRepository.folder().toString());
            assertThat(work.run("rev-parse", "--abbrev-ref", "main@{upstream}")).isEqualTo("origin/main");
            assertThat(privateRepository.refs()).isEqualTo(publicRefs);
            assertThat(publicRepository.refs()).isEqualTo(publicRefs);
        }
        assertThat(killed).isGreaterThan(20);
    }

    /** Addresses of a host that is reached by a program in place of ssh, which looks into the test's folder. */
    private List<String> onAHost(String prefix) throws IOException {
        Path ssh = folder.resolve("ssh");
        Files.writeString(ssh, """
                #!/bin/sh
                for command; do :; done
                eval "$(printf '%%s' "$command" | sed "s#'casys/#'%s/#")"
                """.formatted(folder));
        assertThat(ssh.toFile().setExecutable(true)).isTrue();
        work.run("remote", "set-url", "origin", prefix + "public.git");
        return List.of("--private", prefix + "private.git");
    }

    private static void gh(Path programs, String publicAnswer, String privateAnswer) throws IOException {
        Path gh = programs.resolve("gh");
        Files.writeString(gh, """
                #!/bin/sh
                case $2 in
                  repos/casys/public) echo '%s' ;;
                  *) echo '%s' ;;
                esac
                """.formatted(publicAnswer, privateAnswer));
        assertThat(gh.toFile().setExecutable(true)).isTrue();
    }

    private String everything() throws IOException {
        return Files.readString(work.folder().resolve(".git/config"))
                + work.refs()
                + work.run("status", "--porcelain")
                + privateRepository.refs()
                + publicRepository.refs();
    }

    private Result migrate(String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--private", privateRepository.folder().toString()));
        arguments.addAll(List.of(options));
        return run(arguments);
    }

    private Result run(String... arguments) throws IOException {
        return run(List.of(arguments));
    }

    private Result run(List<String> arguments) throws IOException {
        return run(arguments, folder.resolve("no-programs"));
    }

    private Result run(List<String> arguments, Path programs) throws IOException {
        String script =
                LocalGit.projectRoot().resolve(".github/casys-migrate-remotes").toString();
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ >\"$0\" && exec sh \"$@\"",
                folder.resolve("pid").toString(),
                script));
        command.addAll(arguments);
        return LocalGit.execute(
                work.folder(),
                Map.of(
                        "PATH",
                        programs + ":" + System.getenv("PATH"),
                        "GIT_SSH_COMMAND",
                        folder.resolve("ssh").toString()),
                command);
    }

    private Result program(String... command) throws IOException {
        Result result = LocalGit.execute(folder, Map.of(), List.of(command));
        succeeds(result);
        return result;
    }

    private void changesNothing(Action action) throws Exception {
        String before = everything();
        action.run();
        assertThat(everything()).isEqualTo(before);
    }

    private static void succeeds(Result result) {
        assertThat(result.exit()).as(result.output()).isZero();
    }

    private static void refused(Result result, String why) {
        assertThat(result.exit()).as(result.output()).isEqualTo(2);
        assertThat(result.output()).contains("refused").contains(why);
    }

    private interface Action {
        void run() throws Exception;
    }
}
