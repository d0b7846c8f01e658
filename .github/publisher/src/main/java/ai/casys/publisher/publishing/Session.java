// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Published;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.translation.CandidatePolicies;
import ai.casys.publisher.translation.PublicHistory;
import ai.casys.publisher.translation.Start;
import ai.casys.publisher.translation.Step;
import ai.casys.publisher.translation.TagTranslation;
import ai.casys.publisher.translation.Translation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** One look at both repositories: the private one open, all of the public one fetched into a candidate. */
final class Session implements AutoCloseable {
    private final Request request;
    private final Repository privateRepository;
    private final Workspace workspace;
    private final Repository candidate;
    private final Map<String, ObjectId> publicRefs;
    private final ObjectId privateTip;
    private final Optional<Policy> policy;
    private final CandidatePolicies policies;

    private Session(
            Request request, Repository privateRepository, Workspace workspace, Map<String, ObjectId> publicRefs)
            throws IOException {
        this.request = request;
        this.privateRepository = privateRepository;
        this.workspace = workspace;
        this.publicRefs = publicRefs;
        candidate = workspace.candidate();
        privateTip = PrivateRepository.commit(
                privateRepository, request.revision().orElse(Constants.R_HEADS + request.branch()));
        policies = new CandidatePolicies(privateRepository);
        policy = policies.of(privateTip);
    }

    static Session open(Request request) throws IOException {
        Repository privateRepository = PrivateRepository.open(request.privateFolder());
        try {
            Workspace workspace = Workspace.create(privateRepository, request.branch());
            try {
                Map<String, ObjectId> refs = workspace.git().refs(request.publicRepository());
                workspace.git().fetch(request.publicRepository());
                workspace.candidate().getRefDatabase().refresh();
                return new Session(request, privateRepository, workspace, refs);
            } catch (IOException | RuntimeException e) {
                workspace.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            privateRepository.close();
            throw e;
        }
    }

    Draft draft(String command) {
        return new Draft(command, privateTip);
    }

    Git git() {
        return workspace.git();
    }

    ObjectId privateTip() {
        return privateTip;
    }

    Repository privateRepository() {
        return privateRepository;
    }

    Repository candidate() {
        return candidate;
    }

    /** Where the public branch is. */
    Optional<ObjectId> publishedTip() {
        return Optional.ofNullable(publicRefs.get(branch()));
    }

    /** What the publisher wrote on the public branch so far. */
    Optional<PublicHistory> history() throws IOException {
        Optional<ObjectId> tip = publishedTip();
        return tip.isPresent() ? Optional.of(PublicHistory.read(candidate, tip.get())) : Optional.empty();
    }

    /** Translates what is not public yet, and makes the candidate of it; gives up once there is a reason to refuse. */
    void translate(Draft draft) throws IOException {
        Optional<Start> start = Optional.of(Start.beginning());
        Optional<PublicHistory> history = history();
        if (history.isPresent()) {
            ObjectId published = publishedTip().orElseThrow();
            draft.publishedTip(published);
            draft.knownPeople(history.get().people());
            start = new PublicState(privateRepository, candidate, privateTip, draft)
                    .start(published, history.get(), policy);
        }
        if (start.isEmpty()) {
            return;
        }
        Map<ObjectId, ObjectId> known = start.get().published();
        Translation.Result result = Translation.translate(
                privateRepository,
                candidate,
                privateTip,
                request.full() ? start.get().again() : start.get());
        List<Step> steps = result.steps().stream()
                .filter(step -> !known.containsKey(step.origin()))
                .toList();
        draft.steps(steps);
        draft.unknownEntries(result.unknownEntries());
        result.problems().forEach(draft::find);
        if (result.tip().isEmpty() || policy.isEmpty()) {
            draft.note("nothing of commit " + privateTip.name() + " is public: " + Policy.PATH
                    + " is missing, or allows nothing that is there");
            return;
        }
        ObjectId tip = result.tip().get();
        draft.tip(tip);
        List<Published> made = new ArrayList<>();
        Set<ObjectId> own = new HashSet<>(known.values());
        for (Step step : steps) {
            if (step.outcome() == Step.Outcome.PUBLISHED) {
                made.add(new Published(step.origin(), step.commit().orElseThrow()));
            }
        }
        made.forEach(entry -> own.add(entry.commit()));
        if (onlyForward(draft, tip, own)) {
            Map<ObjectId, ObjectId> byOrigin = new HashMap<>(known);
            made.forEach(entry -> byOrigin.put(entry.origin(), entry.commit()));
            candidate(draft, tip, made, newTags(draft, policy.get(), byOrigin), policy.get());
        }
    }

    /** Whether the push would add commits of the publisher and nothing else. */
    private boolean onlyForward(Draft draft, ObjectId tip, Set<ObjectId> own) throws IOException {
        boolean forward = true;
        try (RevWalk walk = new RevWalk(candidate)) {
            RevCommit young = walk.parseCommit(tip);
            Optional<ObjectId> published = publishedTip();
            if (published.isPresent()) {
                RevCommit old = walk.parseCommit(published.get());
                forward = walk.isMergedInto(old, young);
                walk.reset();
                walk.markUninteresting(old);
            }
            if (!forward) {
                draft.find(
                        "fast-forward",
                        tip.name(),
                        "does not descend from the public branch",
                        "compare with verify; if the private history was rewritten, restart with epoch");
                return false;
            }
            walk.markStart(young);
            for (RevCommit added : walk) {
                if (!own.contains(added)) {
                    draft.find(
                            "fast-forward",
                            added.name(),
                            "would become public as it is, since the policy adopts it, but it is not public now",
                            "adopted may name only a commit that the public branch has already");
                    return false;
                }
            }
        }
        return true;
    }

    /** The tags to add; one that is public already never moves. */
    Map<String, ObjectId> newTags(Draft draft, Policy governing, Map<ObjectId, ObjectId> byOrigin) throws IOException {
        List<TagTranslation.Tag> tags = TagTranslation.translate(privateRepository, candidate, governing, byOrigin);
        draft.tags(tags);
        Map<String, ObjectId> added = new LinkedHashMap<>();
        for (TagTranslation.Tag tag : tags) {
            ObjectId present = publicRefs.get(Constants.R_TAGS + tag.name());
            if (tag.id().isEmpty() || tag.id().get().equals(present)) {
                continue;
            }
            if (present == null) {
                added.put(tag.name(), tag.id().get());
                continue;
            }
            draft.find(
                    "tags",
                    Constants.R_TAGS + tag.name(),
                    "is public as " + present.name() + " and would have to become "
                            + tag.id().get().name(),
                    "public tags never move; give the private tag another name");
        }
        return added;
    }

    /** Sets the candidate's refs, and describes it in the draft. */
    void candidate(Draft draft, ObjectId tip, List<Published> commits, Map<String, ObjectId> newTags, Policy governing)
            throws IOException {
        set(branch(), tip);
        Map<String, ObjectId> refs = new LinkedHashMap<>(publicRefs);
        refs.put(branch(), tip);
        for (Map.Entry<String, ObjectId> tag : newTags.entrySet()) {
            set(Constants.R_TAGS + tag.getKey(), tag.getValue());
            refs.put(Constants.R_TAGS + tag.getKey(), tag.getValue());
        }
        Map<ObjectId, ObjectId> origins = new HashMap<>();
        commits.forEach(entry -> origins.put(entry.commit(), entry.origin()));
        draft.candidate(new Candidate(
                privateRepository,
                privateTip,
                candidate,
                request.branch(),
                publishedTip(),
                tip,
                commits,
                newTags,
                refs,
                governing,
                commit -> policies.require(origins.getOrDefault(commit, privateTip))));
    }

    Map<String, ObjectId> publicRefs() {
        return publicRefs;
    }

    Policy policyOrRefuse() {
        return policy.orElseThrow(
                () -> new PublicationException("commit " + privateTip.name() + " has no " + Policy.PATH + "; add one"));
    }

    private String branch() {
        return Constants.R_HEADS + request.branch();
    }

    private void set(String ref, ObjectId id) throws IOException {
        RefUpdate update = candidate.updateRef(ref);
        update.setNewObjectId(id);
        update.disableRefLog();
        RefUpdate.Result result = update.forceUpdate();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("the candidate's " + ref + " cannot be set: " + result);
        }
    }

    @Override
    public void close() {
        workspace.close();
        privateRepository.close();
    }
}
