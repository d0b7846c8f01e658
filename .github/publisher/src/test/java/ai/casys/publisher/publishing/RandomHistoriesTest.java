// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.testing.RandomHistory;
import ai.casys.publisher.testing.TestRepository;
import ai.casys.publisher.translation.CandidatePolicies;
import ai.casys.publisher.translation.PublicHistory;
import ai.casys.publisher.translation.Start;
import ai.casys.publisher.translation.Step;
import ai.casys.publisher.translation.Translation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every history there can be, tried on many. */
class RandomHistoriesTest {
    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("casys.histories", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTranslationKeepsItsPromises(long seed) throws Exception {
        try (TestRepository source = TestRepository.create(folder.resolve("private.git"))) {
            RandomHistory history = new RandomHistory(seed, source);
            history.steps(30);
            ObjectId tip = history.mains().getLast();
            try (Workspace workspace = Workspace.create(source.repository(), "main")) {
                Translation.Result full = translate(source.repository(), workspace, tip, Start.beginning());

                assertThat(full.problems()).isEmpty();
                everySnapshotIsEqual(source.repository(), workspace.candidate(), full.steps());
                everyCommitAddsSomething(workspace.candidate(), full);
                noPrivateWordIsPublic(workspace.candidate(), full);
                authorsAndDatesAreKept(source.repository(), workspace.candidate(), full.steps());
                secondRunDoesNothing(source.repository(), workspace, tip, full);
                incrementalIsFull(source.repository(), history.mains(), full, new Random(seed));
                otherCloneGivesTheSame(source, tip, full);
            }
        }
    }

    private static Translation.Result translate(Repository source, Workspace workspace, ObjectId tip, Start start)
            throws IOException {
        return Translation.translate(source, workspace.candidate(), tip, start);
    }

    private static void everySnapshotIsEqual(Repository source, Repository candidate, List<Step> steps)
            throws IOException {
        CandidatePolicies policies = new CandidatePolicies(source);
        for (Step step : steps) {
            Optional<Policy> policy = policies.of(step.origin());
            Map<String, String> expected = new TreeMap<>(TestRepository.files(source, step.origin()));
            expected.keySet().removeIf(path -> policy.isEmpty() || !policy.get().publishes(path));
            Map<String, String> actual = step.commit()
                    .map(commit -> TestRepository.files(candidate, commit))
                    .orElse(Map.of());
            assertThat(actual).as(step.toString()).isEqualTo(expected);
        }
    }

    private static void everyCommitAddsSomething(Repository candidate, Translation.Result result) {
        for (RevCommit commit : log(candidate, result)) {
            if (commit.getParentCount() == 1) {
                assertThat(commit.getTree()).isNotEqualTo(treeOf(candidate, commit.getParent(0)));
            }
        }
    }

    private static ObjectId treeOf(Repository candidate, ObjectId commit) {
        return TestRepository.log(candidate, commit).getFirst().getTree();
    }

    private static void noPrivateWordIsPublic(Repository candidate, Translation.Result result) {
        for (RevCommit commit : log(candidate, result)) {
            String raw = new String(commit.getRawBuffer(), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(raw)
                    .doesNotContain("private-")
                    .doesNotContain("corp.internal")
                    .doesNotContain("gpgsig")
                    .doesNotContain("encoding ");
        }
    }

    private static void authorsAndDatesAreKept(Repository source, Repository candidate, List<Step> steps)
            throws IOException {
        try (var walk = new org.eclipse.jgit.revwalk.RevWalk(source);
                var publicWalk = new org.eclipse.jgit.revwalk.RevWalk(candidate)) {
            for (Step step : steps) {
                if (step.outcome() == Step.Outcome.PUBLISHED) {
                    RevCommit from = walk.parseCommit(step.origin());
                    RevCommit made = publicWalk.parseCommit(step.commit().orElseThrow());
                    assertThat(made.getAuthorIdent().getName())
                            .isEqualTo(from.getAuthorIdent().getName());
                    assertThat(made.getAuthorIdent().getWhenAsInstant())
                            .isEqualTo(from.getAuthorIdent().getWhenAsInstant());
                    assertThat(made.getAuthorIdent().getZoneOffset())
                            .isEqualTo(from.getAuthorIdent().getZoneOffset());
                    assertThat(made.getCommitterIdent().getWhenAsInstant())
                            .isEqualTo(from.getCommitterIdent().getWhenAsInstant());
                }
            }
        }
    }

    private static void secondRunDoesNothing(
            Repository source, Workspace workspace, ObjectId tip, Translation.Result full) throws IOException {
        if (full.tip().isEmpty()) {
            return;
        }
        Translation.Result again = translate(
                source,
                workspace,
                tip,
                startAt(workspace.candidate(), full.tip().get()));
        assertThat(again.tip()).isEqualTo(full.tip());
        assertThat(again.problems()).isEmpty();
        assertThat(again.steps()).noneMatch(step -> step.outcome() == Step.Outcome.PUBLISHED);
    }

    /** Publishes main at some of the points it was at, each on top of what the one before left. */
    private static void incrementalIsFull(
            Repository source, List<ObjectId> mains, Translation.Result full, Random random) throws IOException {
        List<ObjectId> stops = new ArrayList<>();
        for (ObjectId main : mains) {
            if (random.nextInt(4) == 0) {
                stops.add(main);
            }
        }
        stops.add(mains.getLast());
        try (Workspace workspace = Workspace.create(source, "main")) {
            Optional<ObjectId> published = Optional.empty();
            for (ObjectId stop : stops) {
                Start start =
                        published.isPresent() ? startAt(workspace.candidate(), published.get()) : Start.beginning();
                Translation.Result next = translate(source, workspace, stop, start);
                assertThat(next.problems()).isEmpty();
                if (published.isPresent()) {
                    assertThat(PrivateRepository.leadsTo(
                                    workspace.candidate(),
                                    published.get(),
                                    next.tip().orElseThrow()))
                            .as("main moves forward only")
                            .isTrue();
                    assertThat(Translation.again(
                                    source,
                                    workspace.candidate(),
                                    stop,
                                    start.origin().orElseThrow(),
                                    start))
                            .isEqualTo(published);
                }
                published = next.tip();
            }
            assertThat(published).isEqualTo(full.tip());
        }
    }

    private void otherCloneGivesTheSame(TestRepository source, ObjectId tip, Translation.Result full) throws Exception {
        try (TestRepository clone = TestRepository.create(folder.resolve("clone.git"))) {
            try (Transport transport =
                    Transport.open(clone.repository(), source.folder().toUri().toString())) {
                transport.fetch(
                        org.eclipse.jgit.lib.NullProgressMonitor.INSTANCE,
                        List.of(new RefSpec("+refs/heads/main:refs/heads/main")));
            }
            try (Workspace workspace = Workspace.create(clone.repository(), "main")) {
                assertThat(translate(clone.repository(), workspace, tip, Start.beginning())
                                .tip())
                        .isEqualTo(full.tip());
            }
        }
    }

    private static Start startAt(Repository candidate, ObjectId tip) throws IOException {
        PublicHistory history = PublicHistory.read(candidate, tip);
        assertThat(history.foreign()).isEmpty();
        return new Start(Optional.of(history.published().getLast().origin()), history.byOrigin(), history.epoch());
    }

    private static List<RevCommit> log(Repository candidate, Translation.Result result) {
        return result.tip().map(tip -> TestRepository.log(candidate, tip)).orElse(List.of());
    }
}
