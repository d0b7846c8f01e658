// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Published;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.translation.PublicHistory;
import ai.casys.publisher.translation.Start;
import ai.casys.publisher.translation.Step;
import ai.casys.publisher.translation.TagTranslation;
import ai.casys.publisher.translation.Translation;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Replays the whole private history and holds the public repository against it: each commit, each tag, and no ref
 * besides.
 */
final class Verification {
    private static final String CHECK = "replay";

    private final Session session;
    private final Draft draft;
    private final String branch;

    Verification(Session session, Draft draft, String branch) {
        this.session = session;
        this.draft = draft;
        this.branch = branch;
    }

    /** Adds what differs to the draft, and all that is public as its candidate. */
    void compare() throws IOException {
        Optional<PublicHistory> history = session.history();
        if (history.isEmpty()) {
            draft.note("nothing is published");
            return;
        }
        ObjectId tip = session.publishedTip().orElseThrow();
        draft.publishedTip(tip);
        draft.tip(tip);
        draft.knownPeople(history.get().people());
        Policy policy = session.policyOrRefuse();
        Optional<Start> start = new PublicState(
                        session.privateRepository(), session.candidate(), session.privateTip(), draft)
                .start(tip, history.get(), Optional.of(policy));
        if (start.isEmpty()) {
            return;
        }
        Translation.Result replayed = Translation.translate(
                session.privateRepository(),
                session.candidate(),
                session.privateTip(),
                start.get().again());
        replayed.problems().forEach(draft::find);
        Map<ObjectId, ObjectId> made = new HashMap<>();
        for (Step step : replayed.steps()) {
            if (step.outcome() == Step.Outcome.PUBLISHED) {
                made.put(step.origin(), step.commit().orElseThrow());
            }
        }
        start.get().epoch().ifPresent(epoch -> made.put(epoch.origin(), epoch.commit()));
        commits(history.get().published(), made);
        Map<ObjectId, ObjectId> byOrigin = history.get().byOrigin();
        session.newTags(draft, policy, byOrigin)
                .forEach((name, _) -> draft.note("the tag " + name + " is not public yet"));
        refs(
                TagTranslation.translate(session.privateRepository(), session.candidate(), policy, byOrigin),
                tip,
                byOrigin);
        session.candidate(draft, tip, history.get().published(), Map.of(), policy);
    }

    private void commits(List<Published> published, Map<ObjectId, ObjectId> made) {
        for (Published entry : published) {
            ObjectId expected = made.get(entry.origin());
            if (!entry.commit().equals(expected)) {
                draft.find(
                        CHECK,
                        entry.commit().name(),
                        expected == null
                                ? "private commit " + entry.origin().name() + " gives no public commit of its own"
                                : "private commit " + entry.origin().name() + " gives " + expected.name(),
                        "stop publication, look at this commit, and restart with epoch if it has to stay");
            }
        }
    }

    private void refs(List<TagTranslation.Tag> tags, ObjectId tip, Map<ObjectId, ObjectId> byOrigin)
            throws IOException {
        Map<String, ObjectId> expected = new LinkedHashMap<>();
        for (TagTranslation.Tag tag : tags) {
            tag.id().ifPresent(id -> expected.put(Constants.R_TAGS + tag.name(), id));
        }
        Set<ObjectId> comparable = new HashSet<>(byOrigin.values());
        for (Map.Entry<String, ObjectId> ref : session.publicRefs().entrySet()) {
            String name = ref.getKey();
            // What the host itself makes of pull requests cannot be pushed, and is not ours.
            boolean host = name.startsWith("refs/pull/") || name.startsWith("refs/merge-requests/");
            if (host
                    || name.equals(Constants.R_HEADS + branch)
                    || ref.getValue().equals(expected.get(name))) {
                continue;
            }
            if (name.startsWith(Constants.R_TAGS) && old(ref.getValue(), tip, comparable)) {
                draft.note(name + " is older than what can be compared");
                continue;
            }
            draft.find(
                    CHECK,
                    name,
                    "is public and does not come from the private repository",
                    "remove it from the public repository, if nobody needs it");
        }
    }

    /** Whether a ref leads into the history before the last restart, or the one that was adopted. */
    private boolean old(ObjectId id, ObjectId tip, Set<ObjectId> comparable) throws IOException {
        try (RevWalk walk = new RevWalk(session.candidate())) {
            ObjectId commit = walk.peel(walk.parseAny(id));
            return !comparable.contains(commit) && PrivateRepository.leadsTo(session.candidate(), commit, tip);
        }
    }
}
