// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.publishing.PublicationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Turns the commits of a contribution into private ones, parents first: same files, same author, same dates, same shape
 * of history, on top of the private commits that the public ones came from. The same contribution gives the same ids.
 * Used once, by one thread.
 */
final class Rewriting {
    private static final int MAX_COMMITS = 500;

    /** Whoever imports does not become a person of the public history: publication sets its own committer anyway. */
    private static final String COMMITTER = "Casys import";

    private static final String COMMITTER_EMAIL = "import@users.noreply.github.com";

    private final Repository repository;
    private final ObjectId privateTip;
    private final ObjectId publicTip;
    private final ImportRequest request;
    private final Map<ObjectId, Placed> placed = new HashMap<>();
    private final Set<String> paths = new TreeSet<>();

    /** Where a public commit belongs: its private counterpart, and the private commit whose private files it carries. */
    private record Placed(RevCommit commit, RevCommit carrier) {}

    Rewriting(Repository repository, ObjectId privateTip, ObjectId publicTip, ImportRequest request) {
        this.repository = repository;
        this.privateTip = privateTip;
        this.publicTip = publicTip;
        this.request = request;
    }

    Imported run(ObjectId head, String result) throws IOException {
        try (RevWalk walk = new RevWalk(repository);
                ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter()) {
            List<RevCommit> contributed = commits(walk, head);
            RevCommit tip = walk.parseCommit(privateTip);
            Tree tree = new Tree(reader);
            Policy policy = tree.policy(tip);
            List<String> problems =
                    new Review(reader, tree, policy, tree.grants(tip), request.buildFilesReviewed()).of(contributed);
            if (!problems.isEmpty()) {
                throw new PublicationException("the contribution is refused:\n- " + String.join("\n- ", problems));
            }

            Overlay overlay = new Overlay(reader, inserter);
            List<Imported.Pair> pairs = new ArrayList<>();
            for (RevCommit commit : contributed) {
                RevCommit made = write(walk, inserter, overlay, tree, commit);
                pairs.add(new Imported.Pair(
                        commit.copy(),
                        made.copy(),
                        commit.getShortMessage(),
                        new Person(
                                        commit.getAuthorIdent().getName(),
                                        commit.getAuthorIdent().getEmailAddress())
                                .toString()));
                for (Changes.Change change : Changes.of(reader, commit)) {
                    paths.add(change.path());
                }
            }
            ObjectId made = pairs.getLast().imported();
            RefUpdate update = repository.updateRef(result);
            update.setNewObjectId(made);
            update.forceUpdate();
            return new Imported(request.importBranch(), made, pairs, paths, true);
        }
    }

    private List<RevCommit> commits(RevWalk walk, ObjectId head) throws IOException {
        walk.sort(RevSort.TOPO);
        walk.sort(RevSort.REVERSE, true);
        walk.markStart(walk.parseCommit(head));
        walk.markUninteresting(walk.parseCommit(publicTip));
        List<RevCommit> commits = new ArrayList<>();
        for (RevCommit commit : walk) {
            commits.add(commit);
            if (commits.size() > MAX_COMMITS) {
                throw new PublicationException("the contribution has more than " + MAX_COMMITS
                        + " commits. If it was made on this repository at all, ask for a smaller one.");
            }
        }
        walk.reset();
        walk.sort(RevSort.NONE);
        if (commits.isEmpty()) {
            throw new PublicationException("the contribution has no commit that the public branch lacks");
        }
        for (RevCommit commit : commits) {
            walk.parseBody(commit);
        }
        return commits;
    }

    private RevCommit write(RevWalk walk, ObjectInserter inserter, Overlay overlay, Tree tree, RevCommit commit)
            throws IOException {
        List<ObjectId> parents = new ArrayList<>();
        RevCommit carrier = null;
        for (RevCommit parent : commit.getParents()) {
            Placed place = place(walk, overlay, tree, parent);
            parents.add(place.commit());
            carrier = carrier == null ? place.carrier() : newer(walk, carrier, place.carrier(), commit);
        }
        if (carrier == null) {
            throw new PublicationException("the commit " + commit.name() + " has no parent, so it was not made on this"
                    + " repository; ask for a pull request on top of the public branch");
        }
        Policy policy = tree.policy(carrier);
        if (!overlay.publicPart(commit.getTree(), policy).equals(commit.getTree())) {
            throw new PublicationException("the tree of " + commit.name() + " holds entries that are not public or not"
                    + " written the way git writes them; publishing it would not give the same tree");
        }
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(overlay.lay(commit.getTree(), carrier.getTree(), policy));
        builder.setParentIds(parents);
        builder.setAuthor(commit.getAuthorIdent());
        builder.setCommitter(new PersonIdent(
                COMMITTER,
                COMMITTER_EMAIL,
                commit.getCommitterIdent().getWhenAsInstant(),
                commit.getCommitterIdent().getZoneId()));
        builder.setMessage(Trailers.with(commit, "Public-PR: " + request.label()));
        ObjectId id = inserter.insert(builder);
        inserter.flush();
        RevCommit made = walk.parseCommit(id);
        placed.put(commit.copy(), new Placed(made, carrier));
        return made;
    }

    private Placed place(RevWalk walk, Overlay overlay, Tree tree, RevCommit parent) throws IOException {
        Placed known = placed.get(parent);
        if (known != null) {
            return known;
        }
        // Not part of the contribution, so it is reachable from the public branch, where only the publisher writes.
        walk.parseBody(parent);
        List<String> origins = parent.getFooterLines(Trailers.ORIGIN);
        ObjectId origin = origins.size() == 1 && ObjectId.isId(origins.getFirst())
                ? ObjectId.fromString(origins.getFirst())
                : parent.copy();
        RevCommit counterpart;
        try {
            counterpart = walk.parseCommit(origin);
        } catch (MissingObjectException e) {
            throw new PublicationException("the public commit " + parent.name() + " was made from " + origin.name()
                    + ", which the private repository lacks. Fetch its branch " + request.branch() + " first.");
        }
        if (!walk.isMergedInto(counterpart, walk.parseCommit(privateTip))) {
            throw new PublicationException("the public commit " + parent.name()
                    + (origins.isEmpty()
                            ? " was not made by the publisher; find out who pushed it, see .github/README.md"
                            : " was made from " + origin.name() + ", which is not part of the private branch "
                                    + request.branch()));
        }
        if (!origins.isEmpty()
                && !overlay.publicPart(counterpart.getTree(), tree.policy(counterpart))
                        .equals(parent.getTree())) {
            throw new PublicationException("the public commit " + parent.name() + " is not what " + origin.name()
                    + " publishes; run `verify` before anything else");
        }
        Placed place = new Placed(counterpart, counterpart);
        placed.put(parent.copy(), place);
        return place;
    }

    private static RevCommit newer(RevWalk walk, RevCommit one, RevCommit other, RevCommit merge) throws IOException {
        if (walk.isMergedInto(one, other)) {
            return other;
        }
        if (walk.isMergedInto(other, one)) {
            return one;
        }
        throw new PublicationException(
                "the merge " + merge.name() + " joins two public commits whose private origins do"
                        + " not follow each other; ask for a pull request that is rebased on the public branch");
    }
}
