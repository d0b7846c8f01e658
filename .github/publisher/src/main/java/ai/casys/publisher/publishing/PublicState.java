// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Published;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.translation.PublicHistory;
import ai.casys.publisher.translation.Start;
import ai.casys.publisher.translation.Translation;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Works out from the public branch alone what is published, and refuses what it cannot explain: commits that somebody
 * else made, a private history that no longer leads to what was published, a tip that is not what its origin gives.
 */
final class PublicState {
    private final Repository privateRepository;
    private final Repository candidate;
    private final ObjectId privateTip;
    private final Draft draft;

    PublicState(Repository privateRepository, Repository candidate, ObjectId privateTip, Draft draft) {
        this.privateRepository = privateRepository;
        this.candidate = candidate;
        this.privateTip = privateTip;
        this.draft = draft;
    }

    /** Where to take up; empty if the draft was given a reason to refuse, or if there is nothing to do. */
    Optional<Start> start(ObjectId publishedTip, PublicHistory history, Optional<Policy> policy) throws IOException {
        if (foreign(history, policy)) {
            return Optional.empty();
        }
        if (history.published().isEmpty()) {
            draft.note("the public history was adopted by the policy; the first publication goes on top of it");
            return Optional.of(Start.beginning());
        }
        if (duplicates(history)) {
            return Optional.empty();
        }
        Published last = history.published().getLast();
        if (!last.commit().equals(publishedTip)) {
            draft.find(
                    "public-history",
                    publishedTip.name(),
                    "the public branch does not end in its newest published commit "
                            + last.commit().name(),
                    "compare with verify before anything else is pushed");
            return Optional.empty();
        }
        if (!PrivateRepository.leadsTo(privateRepository, last.origin(), privateTip)) {
            rewrittenOrBehind(last);
            return Optional.empty();
        }
        Start start = new Start(Optional.of(last.origin()), history.byOrigin(), history.epoch());
        ObjectId again = again(start, last, history);
        if (!again.equals(publishedTip)) {
            draft.find(
                    "state",
                    publishedTip.name(),
                    "private commit " + last.origin().name() + " gives " + again.name() + ", not this public commit",
                    "compare with verify; either the public branch was tampered with, or a person's entry in"
                            + " identities was changed after it was used");
            return Optional.empty();
        }
        return Optional.of(start);
    }

    private ObjectId again(Start start, Published last, PublicHistory history) throws IOException {
        if (start.epoch().isPresent() && start.epoch().get().commit().equals(last.commit())) {
            return Translation.restart(
                    privateRepository, candidate, last.origin(), parents(last.commit()), history.epochs());
        }
        return Translation.again(privateRepository, candidate, privateTip, last.origin(), start)
                .orElse(ObjectId.zeroId());
    }

    private List<ObjectId> parents(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(candidate)) {
            return List.of(walk.parseCommit(commit).getParents()).stream()
                    .map(RevCommit::copy)
                    .toList();
        }
    }

    private boolean foreign(PublicHistory history, Optional<Policy> policy) throws IOException {
        Optional<ObjectId> adopted = policy.flatMap(Policy::adopted).map(ObjectId::fromString);
        boolean found = false;
        for (ObjectId commit : history.foreign()) {
            if (adopted.isPresent() && PrivateRepository.leadsTo(candidate, commit, adopted.get())) {
                continue;
            }
            draft.find(
                    "public-history",
                    commit.name(),
                    "is on the public branch and was not made by the publisher",
                    "bring it into the private repository with import, then remove it from the public branch; if it is"
                            + " the end of a history that was always public, name it in the policy as adopted");
            found = true;
        }
        return found;
    }

    private boolean duplicates(PublicHistory history) {
        Map<ObjectId, ObjectId> seen = new HashMap<>();
        boolean found = false;
        for (Published entry : history.published()) {
            ObjectId other = seen.put(entry.origin(), entry.commit());
            if (other != null) {
                draft.find(
                        "public-history",
                        entry.commit().name(),
                        "claims to show private commit " + entry.origin().name() + ", as does " + other.name(),
                        "compare with verify; one of them was not made by the publisher");
                found = true;
            }
        }
        return found;
    }

    private void rewrittenOrBehind(Published last) throws IOException {
        if (PrivateRepository.leadsTo(privateRepository, privateTip, last.origin())) {
            draft.note("the public repository is ahead of this private commit; nothing to do");
            draft.tip(last.commit());
            return;
        }
        draft.find(
                "private-history",
                last.origin().name(),
                "was published last, but does not lead to private commit " + privateTip.name(),
                "the private history was rewritten, or this is another branch; restore it, or restart with epoch");
    }
}
