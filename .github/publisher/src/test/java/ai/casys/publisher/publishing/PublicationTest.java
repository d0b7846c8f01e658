// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Check;
import ai.casys.publisher.check.Finding;
import ai.casys.publisher.policy.PolicyException;
import ai.casys.publisher.report.Report;
import ai.casys.publisher.report.Report.Outcome;
import ai.casys.publisher.testing.TestRepository.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planning and publishing between two local repositories. */
class PublicationTest {
    @TempDir
    private Path folder;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(folder);
        scene.commit("Begin");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theFirstPublicationHasThePublicPartAndNothingElse() throws Exception {
        Report report = scene.publish();

        assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(scene.target.refs()).containsOnlyKeys("refs/heads/main");
        assertThat(scene.publicTip().name()).isEqualTo(report.expectedTip());
        assertThat(scene.target.files(scene.publicTip())).containsOnlyKeys("LICENSE", "core/A");
        assertThat(scene.publicSubjects()).containsExactly("Begin the public history");
    }

    @Test
    void aSecondRunDoesNothing() throws Exception {
        scene.publish();
        Map<String, ObjectId> before = scene.target.refs();

        assertThat(scene.publish().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(scene.target.refs()).isEqualTo(before);
    }

    @Test
    void aPlanChangesNothing() throws Exception {
        Report report = scene.plan();

        assertThat(report.outcome()).isEqualTo(Outcome.READY);
        assertThat(report.commits()).hasSize(1);
        assertThat(report.newPeople()).containsExactly("Ann <ann@example.org>");
        assertThat(report.newRootEntries()).containsExactly("LICENSE", "core");
        assertThat(report.files().get("core")).isEqualTo(new Report.FileCount(1, 0, 0));
        assertThat(scene.target.refs()).isEmpty();
        assertThat(new String(Files.readAllBytes(folder.resolve("public.git/HEAD")), StandardCharsets.UTF_8))
                .contains("main");
    }

    @Test
    void aCommitThatTouchesOnlyPrivateFilesPublishesNothing() throws Exception {
        scene.publish();
        scene.files.put("cloud/More", "acme");
        scene.commit("cloud: pricing for ACME");

        Report report = scene.publish();

        assertThat(report.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(report.leftOut()).containsKey("changes nothing that is public");
    }

    @Test
    void aCommitOfPublicFilesKeepsAuthorDateAndMessage() throws Exception {
        scene.publish();
        scene.files.put("core/A", "two");
        ObjectId commit = scene.commit(
                Words.of("Count further\n\nBecause one was not enough.\n\nCo-authored-by: Al" + " <al@example.org>")
                        .by("Bob <bob@corp.internal>"));

        scene.publish();

        RevCommit made = scene.target.log(scene.publicTip()).getFirst();
        RevCommit origin = scene.source.log(commit).getFirst();
        assertThat(made.getFullMessage())
                .startsWith("Count further\n\nBecause one was not enough.\n\nCo-authored-by: Al <al@example.org>\n"
                        + "Origin-Commit: " + commit.name() + "\nPolicy-Version: 1-");
        assertThat(made.getAuthorIdent().toExternalString())
                .isEqualTo(origin.getAuthorIdent().toExternalString().replace("corp.internal", "example.org"));
        assertThat(made.getCommitterIdent().getEmailAddress()).startsWith("casys-publisher@");
        assertThat(made.getCommitterIdent().getWhenAsInstant())
                .isEqualTo(origin.getCommitterIdent().getWhenAsInstant());
    }

    @Test
    void aMixedCommitSaysOnlyWhatWasWrittenForThePublic() throws Exception {
        scene.files.put("core/A", "two");
        scene.files.put("cloud/Secret", "more");
        scene.commit("Secret plan");
        scene.files.put("core/A", "three");
        scene.files.put("cloud/Secret", "even more");
        scene.commit("Another plan\n\nPublic-Message: Count to three\nPublic-Message: It is\n  needed.\n");

        scene.publish();

        assertThat(scene.publicSubjects()).containsExactly("Count to three", "Update core", "Begin the public history");
        assertThat(scene.target.log(scene.publicTip()).getFirst().getFullMessage())
                .startsWith("Count to three\n\nIt is\nneeded.\n\nOrigin-Commit: ")
                .doesNotContain("plan");
    }

    @Test
    void aMessageThatMentionsWhatIsForbiddenIsReplaced() throws Exception {
        for (String message : List.of(
                "Ask ACME",
                "Write to x@corp.internal",
                "Revert 0123abcd45",
                "Claim\n\nOrigin-Commit: " + ObjectId.zeroId().name(),
                "\u0007bell")) {
            scene.files.put("core/A", message);
            scene.commit(message);
        }

        Report report = scene.publish();

        assertThat(scene.publicSubjects().subList(0, 5)).containsOnly("Update core");
        assertThat(report.commits().getLast().why()).isEqualTo("has control characters");
    }

    @Test
    void mergesOfPublicBranchesStayMerges() throws Exception {
        ObjectId base = scene.source.main().orElseThrow();
        scene.files.put("core/B", "side");
        ObjectId side = scene.source.commit("Side", scene.files, base);
        scene.files.put("core/C", "main");
        ObjectId main = scene.commit("Main");
        scene.source.main(scene.source.commit("Merge branch 'side'", scene.files, main, side));

        scene.publish();

        RevCommit merge = scene.target.log(scene.publicTip()).getFirst();
        assertThat(merge.getParentCount()).isEqualTo(2);
        assertThat(merge.getShortMessage()).isEqualTo("Merge branch 'side'");
        assertThat(scene.target.log(scene.publicTip())).hasSize(4);
    }

    @Test
    void aMergeOfAPrivateBranchLeavesNoTrace() throws Exception {
        ObjectId base = scene.source.main().orElseThrow();
        scene.files.put("cloud/B", "side");
        ObjectId side = scene.source.commit("Side", scene.files, base);
        scene.source.main(scene.source.commit("Merge branch 'acme'", scene.files, base, side));

        assertThat(scene.publish().commits()).hasSize(1);
    }

    @Test
    void encodingsBecomeUtf8AndSignaturesGo() throws Exception {
        scene.files.put("core/A", "two");
        scene.commit(Words.of("Größe\n")
                .by("Zoë <zoe@example.org>")
                .in(StandardCharsets.ISO_8859_1, "encoding ISO-8859-1\ngpgsig -----BEGIN\n x\n -----END\n"));

        scene.publish();

        String raw = new String(scene.target.bytes(scene.publicTip()), StandardCharsets.UTF_8);
        assertThat(raw)
                .contains("Größe")
                .contains("author Zoë <")
                .doesNotContain("encoding")
                .doesNotContain("gpgsig");
    }

    @Test
    void widenedRootsAppearFromThatCommitOn() throws Exception {
        scene.files.put("shared/S", "shared");
        scene.commit("Add shared");
        Report before = scene.publish();
        ObjectId old = scene.publicTip();
        scene.files.put(".github/publication.yaml", Scene.POLICY.replace("[core,", "[core, shared,"));
        scene.commit("Publish shared");

        scene.publish();

        assertThat(before.unknownRootEntries()).containsOnlyKeys("shared");
        assertThat(scene.target.files(scene.publicTip())).containsKey("shared/S");
        assertThat(scene.target.log(scene.publicTip()).getFirst().getParent(0)).isEqualTo(old);
        assertThat(scene.target.files(old)).doesNotContainKey("shared/S");
        assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aFindingOfACheckStopsThePush() throws Exception {
        Report report =
                scene.publish(check("canary", _ -> List.of(new Finding("canary", "core/A", "sings", "stop it"))));

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.checks()).containsEntry("canary", 1);
        assertThat(scene.target.refs()).isEmpty();
    }

    @Test
    void proofsAreAskedOnlyOfWhatTheChecksLetPass() throws Exception {
        int[] asked = new int[1];
        Check proof = check("proof", _ -> {
            asked[0]++;
            return List.of();
        });
        Check objection = check("no", _ -> List.of(new Finding("no", "x", "y", "z")));

        new Publisher(List.of(objection), List.of(proof)).publish(scene.request(), _ -> {});
        assertThat(asked[0]).isZero();
        new Publisher(List.of(), List.of(proof)).publish(scene.request(), _ -> {});
        assertThat(asked[0]).isOne();
        new Publisher(List.of(), List.of(proof)).publish(scene.request(), _ -> {});
        assertThat(asked[0]).as("nothing to do, nothing to prove").isOne();
    }

    @Test
    void aCommitOfSomebodyElseInPublicHaltsPublication() throws Exception {
        scene.publish();
        ObjectId foreign =
                scene.target.commit("Fix a typo", Map.of("core/A", "typo", "LICENSE", "text"), scene.publicTip());
        scene.target.main(foreign);
        scene.files.put("core/B", "new");
        scene.commit("Add B");

        Report report = scene.publish();

        assertThat(Scene.names(report)).containsExactly("public-history");
        assertThat(report.findings().getFirst().remedy()).contains("import");
        assertThat(scene.publicTip()).isEqualTo(foreign);
    }

    @Test
    void aPublicTipThatIsNotWhatItsOriginGivesHaltsPublication() throws Exception {
        scene.publish();
        RevCommit made = scene.target.log(scene.publicTip()).getFirst();
        String raw = new String(scene.target.bytes(made), StandardCharsets.UTF_8);
        ObjectId forged = scene.target.insert(
                Constants.OBJ_COMMIT,
                raw.replace("Begin the public history", "Begin something else").getBytes(StandardCharsets.UTF_8));
        scene.target.main(forged);

        assertThat(Scene.names(scene.publish())).containsExactly("state");
        assertThat(Scene.names(scene.verify())).contains("state");
        assertThat(scene.publicTip()).isEqualTo(forged);
    }

    @Test
    void aRewrittenPrivateHistoryIsRefusedUntilSomebodyRestarts() throws Exception {
        scene.files.put("core/A", "two");
        scene.commit("Count");
        scene.publish();
        ObjectId published = scene.publicTip();
        scene.files.put("core/A", "three");
        scene.source.main(scene.source.commit("Begin again", scene.files));

        assertThat(Scene.names(scene.publish())).containsExactly("private-history");
        assertThat(scene.publicTip()).isEqualTo(published);
        assertThatThrownBy(() -> scene.restart(ObjectId.zeroId())).hasMessageContaining("look at it again");

        assertThat(scene.restart(published).outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(scene.target.log(scene.publicTip()).getFirst().getParent(0)).isEqualTo(published);
        assertThat(scene.publish().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);

        scene.files.put("core/A", "four");
        scene.commit("Go on");
        assertThat(scene.publish().outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(scene.publicSubjects().subList(0, 2)).containsExactly("Go on", "Continue from a new start");
        assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aBranchFromBeforeARestartGoesOnFromTheRestart() throws Exception {
        scene.publish();
        ObjectId first = scene.source.commit("Begin again", scene.files);
        scene.files.put("core/B", "b");
        scene.source.main(scene.source.commit("Second", scene.files, first));
        scene.restart(scene.publicTip());
        ObjectId restarted = scene.publicTip();
        scene.files.put("core/C", "c");
        ObjectId side = scene.source.commit("Old side", scene.files, first);
        ObjectId main = scene.source.main().orElseThrow();
        scene.files.put("core/D", "d");
        scene.source.main(scene.source.commit("Merge", scene.files, main, side));

        scene.publish();

        assertThat(scene.target.log(scene.publicTip()).stream()
                        .filter(commit -> commit.getParentCount() == 0)
                        .count())
                .as("roots")
                .isOne();
        assertThat(scene.target.log(scene.publicTip()).stream().map(RevCommit::copy))
                .contains(restarted);
        assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void anOlderPrivateCloneHasNothingToDo() throws Exception {
        ObjectId old = scene.source.main().orElseThrow();
        scene.files.put("core/A", "two");
        scene.commit("Count");
        scene.publish();
        ObjectId published = scene.publicTip();
        scene.source.main(old);

        assertThat(scene.publish().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(scene.publicTip()).isEqualTo(published);
    }

    @Test
    void whoPushesInBetweenIsNotOverwritten() throws Exception {
        scene.publish();
        scene.files.put("core/A", "two");
        scene.commit("Count");
        ObjectId other = scene.target.commit("Quicker", Map.of("core/A", "quick"), scene.publicTip());
        Check race = check("race", _ -> {
            scene.target.main(other);
            return List.of();
        });

        assertThatThrownBy(() -> scene.publish(race))
                .isInstanceOf(PublicationException.class)
                .hasMessageContaining("changed nothing");
        assertThat(scene.publicTip()).isEqualTo(other);
    }

    @Test
    void theStopSwitchStopsAPushButNoPlan() throws Exception {
        Request stopped = new Request(
                scene.source.folder(),
                scene.target.folder().toString(),
                "main",
                Optional.empty(),
                false,
                Optional.of("incident 7"));
        assertThat(Scene.names(scene.publish(stopped))).containsExactly("stop-switch");

        scene.files.put(Publisher.STOP_FILE, "incident 8");
        scene.commit("Stop");
        Report report = scene.publish();
        assertThat(report.findings().getFirst().problem()).contains("incident 8");
        assertThat(scene.target.refs()).isEmpty();
        assertThat(scene.plan().outcome()).isEqualTo(Outcome.READY);
        assertThat(scene.plan().notes()).anyMatch(note -> note.contains("incident 8"));
    }

    @Test
    void anUnknownPersonStopsPublicationUntilALaterPolicyKnowsThem() throws Exception {
        scene.files.put("core/A", "two");
        scene.commit(Words.of("Count").by("Eve <eve@elsewhere.test>"));

        Report report = scene.publish();
        assertThat(Scene.names(report)).containsExactly("identities");
        assertThat(report.findings().getFirst().problem()).contains("Eve");

        scene.files.put(
                ".github/publication.yaml",
                Scene.POLICY.replace("map: {", "map: {'Eve <eve@elsewhere.test>': 'Eve <eve@example.org>', "));
        scene.commit("Know Eve");
        assertThat(scene.publish().outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(scene.target
                        .log(scene.publicTip())
                        .getFirst()
                        .getAuthorIdent()
                        .getEmailAddress())
                .isEqualTo("eve@example.org");
        assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aPolicyThatGoesAwayOrCannotBeReadStopsPublication() throws Exception {
        scene.publish();
        scene.files.put(".github/publication.yaml", Scene.POLICY + "exclude: [cloud]\n");
        scene.commit("Exclude");
        assertThatThrownBy(() -> scene.publish())
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("unknown key \"exclude\"");

        scene.files.remove(".github/publication.yaml");
        scene.source.main(scene.source.commit(
                "No policy",
                scene.files,
                scene.source.log(scene.source.main().orElseThrow()).getLast()));
        assertThatThrownBy(() -> scene.publish())
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("never removed");
    }

    @Test
    void commitsOlderThanThePolicyBecomeOneRoot() throws Exception {
        ObjectId old = scene.source.commit("ACME was here", Map.of("core/A", "0", "cloud/B", "acme"));
        ObjectId second = scene.source.commit("Still ACME", Map.of("core/A", "1"), old);
        scene.source.main(scene.source.commit("Add a policy", scene.files, second));

        Report report = scene.publish();

        assertThat(report.leftOut().get("is older than the first policy")).hasSize(2);
        assertThat(scene.publicSubjects()).containsExactly("Begin the public history");
    }

    @Test
    void aHistoryThatWasPublicAlreadyIsAdopted() throws Exception {
        ObjectId old = scene.target.commit("The old public days", Map.of("core/A", "0", "LICENSE", "text"));
        scene.target.main(old);
        ObjectId same = scene.source.insert(Constants.OBJ_COMMIT, scene.target.bytes(old));
        scene.source.commit("unused", Map.of("core/A", "0", "LICENSE", "text"));
        assertThat(same).isEqualTo(old);
        scene.files.put(".github/publication.yaml", Scene.POLICY + "adopted: '" + old.name() + "'\n");
        scene.source.main(scene.source.commit("Begin cloud", scene.files, old));

        assertThat(scene.publish().outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(scene.target.log(scene.publicTip()).getFirst().getParent(0)).isEqualTo(old);
        assertThat(scene.target.files(scene.publicTip())).containsOnlyKeys("LICENSE", "core/A");
        assertThat(scene.publish().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void onlyWhatIsPublicAlreadyCanBeAdopted() throws Exception {
        ObjectId secret = scene.source.commit("ACME", Map.of("core/A", "0", "cloud/B", "acme"));
        scene.files.put(".github/publication.yaml", Scene.POLICY + "adopted: '" + secret.name() + "'\n");
        scene.source.main(scene.source.commit("Adopt", scene.files, secret));

        assertThat(Scene.names(scene.publish())).containsExactly("fast-forward");
        assertThat(scene.target.refs()).isEmpty();
    }

    @Test
    void tagsAreMadeAnewOnlyOnCommitsThatArePublic() throws Exception {
        ObjectId begin = scene.source.main().orElseThrow();
        scene.source.tag("v1", begin, "includes an ACME build");
        scene.source.ref("refs/tags/v1-light", begin);
        scene.source.ref("refs/tags/internal", begin);
        scene.files.put("cloud/B", "b");
        scene.source.tag("v1-cloud", scene.commit("Cloud only"), "cloud");

        Report report = scene.publish();

        assertThat(scene.target.refs()).containsOnlyKeys("refs/heads/main", "refs/tags/v1", "refs/tags/v1-light");
        assertThat(scene.target.refs().get("refs/tags/v1-light")).isEqualTo(scene.publicTip());
        assertThat(new String(scene.target.bytes(scene.target.refs().get("refs/tags/v1")), StandardCharsets.UTF_8))
                .isEqualTo("object " + scene.publicTip().name()
                        + "\ntype commit\ntag v1\ntagger Ann <ann@example.org> 1700009999 +0000\n\nv1\n");
        assertThat(report.tags()).filteredOn(tag -> !tag.why().isEmpty()).hasSize(2);
        assertThat(scene.publish().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aTagAloneIsPublishedAndNeverMoves() throws Exception {
        scene.publish();
        ObjectId begin = scene.source.main().orElseThrow();
        scene.source.ref("refs/tags/v1", begin);
        assertThat(scene.publish().outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(scene.target.refs()).containsKey("refs/tags/v1");

        scene.files.put("core/A", "two");
        scene.source.ref("refs/tags/v1", scene.commit("Count"));
        assertThat(Scene.names(scene.publish())).containsExactly("tags");
    }

    @Test
    void aStrangeRefInPublicIsFound() throws Exception {
        scene.publish();
        scene.target.ref("refs/heads/leak", scene.publicTip());

        assertThat(Scene.names(scene.verify())).containsExactly("replay");
    }

    @Test
    void anAuditAsksTheChecksAboutAllThatIsPublic() throws Exception {
        scene.files.put("core/A", "two");
        scene.commit("Count");
        scene.publish();
        Check count = check(
                "count",
                candidate ->
                        List.of(new Finding("count", "" + candidate.newCommits().size(), "seen", "none")));

        assertThat(scene.audit(count).findings().getFirst().place()).isEqualTo("2");
    }

    @Test
    void aShallowCloneIsRefused() throws Exception {
        Files.writeString(
                scene.source.folder().resolve("shallow"),
                scene.source.main().orElseThrow().name() + "\n");

        assertThatThrownBy(() -> scene.publish())
                .isInstanceOf(PublicationException.class)
                .hasMessageContaining("shallow");
    }

    @Test
    void aSubTreeIsTheSameObjectAsInPrivate() throws Exception {
        scene.publish();

        assertThat(scene.target.repository().resolve("main:core"))
                .isEqualTo(scene.source.repository().resolve("main:core"));
    }

    @Test
    void theIdsAreThoseOfEveryOtherMachine() throws Exception {
        scene.source.tag("v1", scene.source.main().orElseThrow(), "tag");
        scene.files.put("core/A", "two");
        scene.commit("Count");
        scene.publish();

        assertThat(scene.publicTip().name()).isEqualTo("3e09e09d831d4647e1d90b46e5e4a0c8fc940e3e");
    }

    private interface Rule {
        List<Finding> findings(Candidate candidate);
    }

    private static Check check(String name, Rule rule) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> findings(Candidate candidate) {
                return rule.findings(candidate);
            }
        };
    }
}
