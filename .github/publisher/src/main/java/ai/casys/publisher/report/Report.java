// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.report;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Finding;
import ai.casys.publisher.publishing.Plan;
import ai.casys.publisher.translation.Step;
import ai.casys.publisher.translation.TagTranslation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A {@link Plan} as plain values, so that it outlives the plan's repositories.
 *
 * @param outcome what came of it
 * @param command the command that asked
 * @param privateTip the private commit that was looked at
 * @param publishedTip where the public branch was; empty if there was none
 * @param expectedTip where it is or would be after the push; empty if that could not be worked out
 * @param commits the public commits that are or would be added, oldest first
 * @param leftOut private commits that get no public commit, by reason
 * @param files changed public files by entry of the root folder
 * @param tags every private tag
 * @param newRootEntries entries of the public root folder that are not public yet
 * @param unknownRootEntries entries of the private root folder that no policy decides upon, with their first commit
 * @param newPeople authors that are not named in public yet
 * @param checks how many findings each check had
 * @param findings every reason not to publish
 * @param notes what a reader should know
 */
public record Report(
        Outcome outcome,
        String command,
        String privateTip,
        String publishedTip,
        String expectedTip,
        List<NewCommit> commits,
        Map<String, List<String>> leftOut,
        Map<String, FileCount> files,
        List<NewTag> tags,
        List<String> newRootEntries,
        Map<String, String> unknownRootEntries,
        List<String> newPeople,
        Map<String, Integer> checks,
        List<Finding> findings,
        List<String> notes) {

    /** What came of a run. */
    public enum Outcome {
        /** Something forbids it. */
        REFUSED,
        /** The public repository has everything already. */
        NOTHING_TO_DO,
        /** Nothing forbids it. */
        READY,
        /** It is pushed. */
        PUBLISHED,
        /** The public repository is what the private one gives. */
        CONFIRMED
    }

    /**
     * One public commit.
     *
     * @param messageBefore of the private commit
     * @param messageAfter of the public one
     * @param message where that one comes from: kept, written, neutral
     * @param why what kept the original from being published; empty if it was
     */
    public record NewCommit(
            String origin,
            String commit,
            String author,
            String messageBefore,
            String messageAfter,
            String message,
            String why) {}

    /** How many files of one entry of the root folder. */
    public record FileCount(int added, int changed, int removed) {}

    /** A private tag; {@code publicId} is empty and {@code why} says why if it is not published. */
    public record NewTag(String name, String publicId, String why) {}

    /**
     * Takes what the report needs out of the plan's repositories, which have to be open.
     *
     * @param pushed whether the plan was carried out
     */
    public static Report of(Plan plan, boolean pushed) throws IOException {
        Optional<Candidate> candidate = plan.candidate();
        PublicChanges changes = candidate.isPresent() ? PublicChanges.of(plan, candidate.get()) : PublicChanges.none();
        Map<String, List<String>> leftOut = new TreeMap<>();
        for (Step step : plan.steps()) {
            if (step.outcome() != Step.Outcome.PUBLISHED) {
                leftOut.computeIfAbsent(step.outcome().text(), _ -> new ArrayList<>())
                        .add(step.origin().name());
            }
        }
        Map<String, String> unknown = new TreeMap<>();
        plan.unknownEntries().forEach((name, commit) -> unknown.put(name, commit.name()));
        return new Report(
                outcome(plan, pushed),
                plan.command(),
                plan.privateTip().name(),
                plan.publishedTip().map(ObjectId::name).orElse(""),
                plan.tip().map(ObjectId::name).orElse(""),
                changes.commits(),
                leftOut,
                changes.files(),
                plan.tags().stream().map(Report::tag).toList(),
                changes.newRootEntries(),
                unknown,
                changes.newPeople(),
                plan.checks(),
                plan.findings(),
                plan.notes());
    }

    private static Outcome outcome(Plan plan, boolean pushed) {
        if (plan.refused()) {
            return Outcome.REFUSED;
        }
        return switch (plan.command()) {
            case "verify", "audit" -> Outcome.CONFIRMED;
            default -> {
                if (plan.nothingToDo()) {
                    yield Outcome.NOTHING_TO_DO;
                }
                yield pushed ? Outcome.PUBLISHED : Outcome.READY;
            }
        };
    }

    private static NewTag tag(TagTranslation.Tag tag) {
        return new NewTag(tag.name(), tag.id().map(ObjectId::name).orElse(""), tag.why());
    }
}
