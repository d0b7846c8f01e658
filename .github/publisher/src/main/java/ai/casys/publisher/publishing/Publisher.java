// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Check;
import ai.casys.publisher.check.Published;
import ai.casys.publisher.translation.PublicHistory;
import ai.casys.publisher.translation.Translation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Plans and publishes. The public branch is the only state: each call begins by reading it, and one that is killed at
 * any moment leaves it as it was or complete. One call at a time for one public repository; the push's lease catches
 * others. Safe for use by one thread at a time.
 */
public final class Publisher {
    /** A file of the private tree that stops all pushes while it is there; its text says why. */
    public static final String STOP_FILE = ".github/publication-stopped";

    private final List<Check> checks;
    private final List<Check> proofs;
    private final List<Check> upkeep;

    /** With checks and proofs, and no upkeep. */
    public Publisher(List<Check> checks, List<Check> proofs) {
        this(checks, proofs, List.of());
    }

    /**
     * With what has to hold.
     *
     * @param checks asked about each candidate
     * @param proofs asked before a push, if the checks found nothing; they may take minutes
     * @param upkeep asked as well; what they find is told, and no reason to refuse
     */
    public Publisher(List<Check> checks, List<Check> proofs, List<Check> upkeep) {
        this.upkeep = List.copyOf(upkeep);
        this.checks = List.copyOf(checks);
        this.proofs = List.copyOf(proofs);
    }

    /**
     * Works out what a publication would do, and changes nothing.
     *
     * @param prove whether the proofs are asked as well
     * @param receiver is given the plan while its repositories are open
     * @throws PublicationException if not even a plan can be made
     */
    public void plan(Request request, boolean prove, Consumer<Plan> receiver) throws IOException {
        try (Session session = Session.open(request)) {
            Draft draft = session.draft("plan");
            stopReason(session, request).ifPresent(reason -> draft.note("publication is stopped: " + reason));
            session.translate(draft);
            ask(draft, prove);
            receiver.accept(draft.plan());
        }
    }

    /**
     * Publishes what is not public yet, unless anything forbids it.
     *
     * @param receiver is given the plan that was or was not carried out, after the push and while its repositories are open
     * @throws PublicationException if not even a plan can be made, or the push was refused
     */
    public void publish(Request request, Consumer<Plan> receiver) throws IOException {
        refuseOtherRevision(request);
        try (Session session = Session.open(request)) {
            Draft draft = session.draft("publish");
            stop(session, request, draft);
            session.translate(draft);
            push(session, request, draft, receiver);
        }
    }

    /**
     * Compares the public repository with what the private one gives, commit by commit.
     *
     * @param audit whether the checks are asked about all that is public, too
     */
    public void verify(Request request, boolean audit, Consumer<Plan> receiver) throws IOException {
        try (Session session = Session.open(request)) {
            Draft draft = session.draft(audit ? "audit" : "verify");
            new Verification(session, draft, request.branch()).compare();
            if (audit) {
                draft.ask(checks);
                draft.tell(upkeep);
            }
            receiver.accept(draft.plan());
        }
    }

    /**
     * Restarts publication on top of what is public, after the private history was rewritten: one commit that shows the
     * public part of the private tip. Everything before it stays public.
     *
     * @param expected the public commit that the person who asks believes to be the newest
     */
    public void restart(Request request, ObjectId expected, Consumer<Plan> receiver) throws IOException {
        refuseOtherRevision(request);
        try (Session session = Session.open(request)) {
            Draft draft = session.draft("epoch");
            stop(session, request, draft);
            PublicHistory history = session.history()
                    .orElseThrow(
                            () -> new PublicationException("nothing was published yet; publish instead of restarting"));
            ObjectId published = session.publishedTip().orElseThrow();
            draft.publishedTip(published);
            draft.knownPeople(history.people());
            if (!published.equals(expected)) {
                throw new PublicationException("the public branch is at " + published.name() + ", not at "
                        + expected.name() + "; look at it again before you restart");
            }
            ObjectId tip = Translation.restart(
                    session.privateRepository(),
                    session.candidate(),
                    session.privateTip(),
                    List.of(published),
                    history.epochs() + 1);
            draft.tip(tip);
            draft.note("this is restart " + (history.epochs() + 1) + "; the "
                    + (history.published().size() + history.beforeEpoch())
                    + " published commits before it can no longer be compared with the private repository");
            session.candidate(
                    draft, tip, List.of(new Published(session.privateTip(), tip)), Map.of(), session.policyOrRefuse());
            push(session, request, draft, receiver);
        }
    }

    private void push(Session session, Request request, Draft draft, Consumer<Plan> receiver) throws IOException {
        ask(draft, true);
        Plan plan = draft.plan();
        if (!plan.refused() && !plan.nothingToDo()) {
            Candidate candidate = plan.candidate().orElseThrow();
            session.git()
                    .push(
                            request.publicRepository(),
                            new Git.Push(
                                    request.branch(), candidate.tip(), candidate.publishedTip(), candidate.newTags()));
        }
        receiver.accept(plan);
    }

    private void ask(Draft draft, boolean prove) throws IOException {
        if (draft.plan().nothingToDo()) {
            return;
        }
        draft.ask(checks);
        draft.tell(upkeep);
        if (prove && !draft.refused()) {
            draft.ask(proofs);
        }
    }

    private static void stop(Session session, Request request, Draft draft) throws IOException {
        Optional<String> reason = stopReason(session, request);
        if (reason.isPresent()) {
            draft.find(
                    "stop-switch",
                    STOP_FILE,
                    "publication is stopped: " + reason.get(),
                    "once the reason is gone, remove the file and clear PUBLICATION_STOPPED");
        }
    }

    private static Optional<String> stopReason(Session session, Request request) throws IOException {
        if (request.stopped().isPresent()) {
            return request.stopped();
        }
        try (org.eclipse.jgit.revwalk.RevWalk walk = new org.eclipse.jgit.revwalk.RevWalk(session.privateRepository());
                TreeWalk file = TreeWalk.forPath(
                        walk.getObjectReader(),
                        STOP_FILE,
                        walk.parseCommit(session.privateTip()).getTree())) {
            if (file == null) {
                return Optional.empty();
            }
            ObjectLoader loader = walk.getObjectReader().open(file.getObjectId(0), Constants.OBJ_BLOB);
            String text = new String(loader.getCachedBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(text.isEmpty() ? "no reason is given" : text);
        }
    }

    private static void refuseOtherRevision(Request request) {
        if (request.revision().isPresent()) {
            throw new PublicationException(
                    "only the tip of the private branch is published; a single revision can be" + " planned");
        }
    }
}
