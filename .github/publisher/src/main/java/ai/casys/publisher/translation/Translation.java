// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.check.Finding;
import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.policy.PolicyException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Translates private commits to public ones. A public commit is a function of the private commit and its parents'
 * public commits: the same tree entries by id, the same author and dates, a fixed committer, no signature, UTF-8, and
 * trailers that name the private commit and its policy. Nothing depends on the clock, the machine, or on how much was
 * published before.
 *
 * <p>A commit is left out if its public tree is that of one public parent and every other public parent is an ancestor
 * of that one: snapshots are compared, never differences. A commit without a policy is older than publication; the
 * first commit with one has a root of its own. Not safe for use by several threads.
 */
public final class Translation implements AutoCloseable {

    /** Who commits in public, always. */
    public static final Person COMMITTER = new Person("Casys Publisher", "casys-publisher@users.noreply.github.com");

    private static final Shown OUTSIDE = new Shown.Outside();
    private static final Shown NOTHING = new Shown.Nothing();

    private final Start start;
    private final ObjectReader reader;
    private final PackInserter inserter;
    private final ObjectReader written;
    private final TreeReader trees;
    private final TreeReader publicTrees;
    private final CommitPolicies policies;
    private final PublicGraph graph;
    private final CommitWriter writer;
    private final Ancestors ancestors;
    private final Map<ObjectId, Shown> shown = new HashMap<>();
    private final Map<ObjectId, ObjectId> privateTrees = new HashMap<>();
    private final Set<Finding> problems = new LinkedHashSet<>();
    private final Map<String, ObjectId> unknownEntries = new LinkedHashMap<>();
    private final Set<Person> unknownPeople = new HashSet<>();
    private Optional<Policy> newestPolicy = Optional.empty();

    private Translation(Repository privateRepository, Repository candidate, Start start) {
        this.start = start;
        reader = privateRepository.newObjectReader();
        inserter = ((ObjectDirectory) candidate.getObjectDatabase()).newPackInserter();
        inserter.checkExisting(false);
        written = inserter.newReader();
        trees = new TreeReader(reader);
        publicTrees = new TreeReader(written);
        policies = new CommitPolicies(trees, reader);
        graph = new PublicGraph(written);
        writer = new CommitWriter(inserter);
        ancestors = new Ancestors(privateRepository);
    }

    /**
     * What a translation gave.
     *
     * @param tip the public commit of the last private one; empty if nothing is public yet
     * @param policy of the last private commit; empty if it has none, and then nothing is public
     * @param steps each private commit that was looked at, parents first
     * @param problems why this may not be published
     * @param unknownEntries names of the root folder that no policy decides upon, with the first commit that has them
     */
    public record Result(
            Optional<ObjectId> tip,
            Optional<Policy> policy,
            List<Step> steps,
            List<Finding> problems,
            Map<String, ObjectId> unknownEntries) {}

    /**
     * Translates everything that leads to {@code tip} and is not in {@code start}.
     *
     * @param candidate where the public commits go; has to see the objects of the private repository as well
     * @throws PolicyException if a commit has a policy that cannot be read, or lost the one it had
     * @throws IOException if a repository cannot be read or written
     */
    public static Result translate(Repository privateRepository, Repository candidate, ObjectId tip, Start start)
            throws IOException {
        try (Translation translation = new Translation(privateRepository, candidate, start);
                RevWalk walk = new RevWalk(privateRepository)) {
            return translation.walk(walk, tip);
        }
    }

    /**
     * The public commit that {@code origin}, which {@code start} says is published, ought to have.
     *
     * @param tip the private commit whose policy decides about people
     * @return empty if it ought to have none of its own
     */
    public static Optional<ObjectId> again(
            Repository privateRepository, Repository candidate, ObjectId tip, ObjectId origin, Start start)
            throws IOException {
        try (Translation translation = new Translation(privateRepository, candidate, start)) {
            translation.newestPolicy =
                    translation.policyAt(tip, translation.rootOf(tip)).map(CommitPolicies.Versioned::policy);
            for (ObjectId parent : translation.raw(origin).parents()) {
                translation.resolve(parent);
            }
            Step step = translation.decide(origin);
            translation.inserter.flush();
            return step.outcome() == Step.Outcome.PUBLISHED ? step.commit() : Optional.empty();
        }
    }

    /**
     * Writes the commit that restarts publication at {@code origin} on top of what is public.
     *
     * @param parents the public commits that it follows, possibly none
     * @param number counts the restarts, from 1
     */
    public static ObjectId restart(
            Repository privateRepository, Repository candidate, ObjectId origin, List<ObjectId> parents, int number)
            throws IOException {
        try (Translation translation = new Translation(privateRepository, candidate, Start.beginning())) {
            TreeEntries root = translation.rootOf(origin);
            CommitPolicies.Versioned versioned = translation
                    .policyAt(origin, root)
                    .orElseThrow(() -> new PolicyException(
                            "commit " + origin.name() + " has no " + Policy.PATH + "; restart at one that has"));
            ObjectId commit = translation.writer.write(new CommitWriter.Parts(
                    versioned.filter().filter(root, translation.inserter),
                    parents,
                    COMMITTER,
                    translation.raw(origin),
                    "Continue from a new start",
                    origin,
                    versioned.version(),
                    Optional.of(Integer.toString(number))));
            translation.inserter.flush();
            return commit;
        }
    }

    private Result walk(RevWalk walk, ObjectId tip) throws IOException {
        newestPolicy = policyAt(tip, rootOf(tip)).map(CommitPolicies.Versioned::policy);
        walk.setRetainBody(false);
        walk.sort(RevSort.TOPO, true);
        walk.sort(RevSort.REVERSE, true);
        walk.markStart(walk.parseCommit(tip));
        if (start.origin().isPresent()) {
            walk.markUninteresting(walk.parseCommit(start.origin().get()));
        } else if (start.epoch().isPresent()) {
            walk.markUninteresting(walk.parseCommit(start.epoch().get().origin()));
        }
        List<Step> steps = new ArrayList<>();
        for (RevCommit commit : walk) {
            for (RevCommit parent : commit.getParents()) {
                resolve(parent);
            }
            Step step = decide(commit.copy());
            steps.add(step);
            noteUnknownEntries(step);
        }
        inserter.flush();
        resolve(tip);
        return new Result(
                shown.getOrDefault(tip, NOTHING).id(), newestPolicy, steps, List.copyOf(problems), unknownEntries);
    }

    private void noteUnknownEntries(Step step) throws IOException {
        TreeEntries root = rootOf(step.origin());
        Optional<CommitPolicies.Versioned> policy = policies.in(root);
        if (policy.isPresent()) {
            policy.get().filter().unknown(root).forEach(name -> unknownEntries.putIfAbsent(name, step.origin()));
        }
    }

    /** Sees to it that {@link #shown} knows about a commit that is not walked itself, or was already. */
    private void resolve(ObjectId wanted) throws IOException {
        Deque<ObjectId> open = new ArrayDeque<>();
        open.push(wanted.copy());
        while (!open.isEmpty()) {
            ObjectId commit = open.peek();
            if (settled(commit)) {
                open.pop();
                continue;
            }
            int before = open.size();
            for (ObjectId parent : raw(commit).parents()) {
                if (!settled(parent)) {
                    open.push(parent);
                }
            }
            if (open.size() > before) {
                continue;
            }
            open.pop();
            if (decide(commit).outcome() == Step.Outcome.PUBLISHED) {
                problems.add(new Finding(
                        "history",
                        commit.name(),
                        "belongs to what is published already, but no public commit says that it shows it",
                        "compare with verify; if the private history was rewritten, restart with epoch"));
            }
        }
    }

    private boolean settled(ObjectId commit) throws IOException {
        if (shown.containsKey(commit)) {
            return true;
        }
        ObjectId known = start.published().get(commit);
        if (known == null
                && start.epoch().isPresent()
                && ancestors.of(start.epoch().get().origin()).contains(commit)) {
            known = start.epoch().get().commit();
        }
        if (known == null) {
            return false;
        }
        shown.put(commit, new Shown.As(known));
        return true;
    }

    /** Decides about one commit all of whose parents are settled. */
    private Step decide(ObjectId commit) throws IOException {
        RawCommit raw = raw(commit);
        privateTrees.put(commit, raw.tree());
        TreeEntries root = trees.read(raw.tree());
        Optional<CommitPolicies.Versioned> governing = policyAt(commit, root);
        if (governing.isEmpty()) {
            return beforePolicy(commit, raw);
        }
        CommitPolicies.Versioned policy = governing.get();
        List<ObjectId> parents = publicParents(raw, policy.policy());
        TreeFilter.Filtered filtered = policy.filter().filter(root, inserter);
        if (parents.isEmpty() && filtered.entries().byName().isEmpty()) {
            shown.put(commit, NOTHING);
            return new Step(commit, Step.Outcome.NOTHING_PUBLIC, Optional.empty(), Optional.empty());
        }
        Optional<ObjectId> same = parentThatSaysItAll(parents, filtered.id());
        if (same.isPresent()) {
            shown.put(commit, new Shown.As(same.get()));
            return new Step(commit, Step.Outcome.UNCHANGED, same, Optional.empty());
        }
        PublicMessage message = PublicMessage.of(
                raw.message(),
                touchesPrivate(raw, root, policy),
                policy.policy(),
                neutral(parents, filtered.entries()));
        ObjectId published = writer.write(new CommitWriter.Parts(
                filtered,
                parents,
                author(commit, raw, policy.policy()),
                raw,
                message.text(),
                commit,
                policy.version(),
                Optional.empty()));
        publicTrees.remember(filtered.id(), filtered.entries());
        graph.add(published, filtered.id(), parents);
        shown.put(commit, new Shown.As(published));
        return new Step(
                commit,
                Step.Outcome.PUBLISHED,
                Optional.of(published),
                Optional.of(new Step.Message(message.source(), message.why())));
    }

    private Step beforePolicy(ObjectId commit, RawCommit raw) {
        for (ObjectId parent : raw.parents()) {
            if (!(shown.get(parent) instanceof Shown.Outside)) {
                throw new PolicyException("commit " + commit.name() + " has no " + Policy.PATH + ", but its parent "
                        + parent.name() + " has; a policy can be changed, never removed: put it back and restart with"
                        + " epoch");
            }
        }
        shown.put(commit, OUTSIDE);
        return new Step(commit, Step.Outcome.BEFORE_POLICY, Optional.empty(), Optional.empty());
    }

    private List<ObjectId> publicParents(RawCommit raw, Policy policy) throws IOException {
        Set<ObjectId> parents = new LinkedHashSet<>();
        for (ObjectId parent : raw.parents()) {
            Shown of = shown.getOrDefault(parent, OUTSIDE);
            if (of instanceof Shown.Outside && policy.adopted().isPresent()) {
                adopted(parent, ObjectId.fromString(policy.adopted().get())).ifPresent(parents::add);
            }
            of.id().ifPresent(parents::add);
        }
        return List.copyOf(parents);
    }

    /** What stands for a commit older than the policy where the public history is older, too. */
    private Optional<ObjectId> adopted(ObjectId commit, ObjectId last) throws IOException {
        if (ancestors.of(last).contains(commit)) {
            return Optional.of(commit);
        }
        return ancestors.of(commit).contains(last) ? Optional.of(last) : Optional.empty();
    }

    private Optional<ObjectId> parentThatSaysItAll(List<ObjectId> parents, ObjectId tree) throws IOException {
        for (ObjectId parent : parents) {
            if (graph.tree(parent).equals(tree) && reachesAll(parent, parents)) {
                return Optional.of(parent);
            }
        }
        return Optional.empty();
    }

    private boolean reachesAll(ObjectId young, List<ObjectId> others) throws IOException {
        for (ObjectId other : others) {
            if (!graph.reaches(young, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean touchesPrivate(RawCommit raw, TreeEntries root, CommitPolicies.Versioned policy)
            throws IOException {
        if (raw.parents().isEmpty()) {
            return policy.filter().differInPrivate(TreeEntries.EMPTY, root);
        }
        // A merge speaks about what it brings to each side.
        for (ObjectId parent : raw.parents()) {
            if (policy.filter().differInPrivate(rootOf(parent), root)) {
                return true;
            }
        }
        return false;
    }

    private String neutral(List<ObjectId> parents, TreeEntries after) throws IOException {
        if (parents.isEmpty()) {
            return "Begin the public history";
        }
        TreeEntries before = publicTrees.read(graph.tree(parents.getFirst()));
        return PublicMessage.neutral(parents.size() > 1 ? "Merge" : "Update", TreeFilter.changed(before, after));
    }

    private Person author(ObjectId commit, RawCommit raw, Policy policy) {
        Person author = raw.author().person();
        Optional<Person> known = policy.identities()
                .published(author)
                .or(() -> newestPolicy.flatMap(newest -> newest.identities().published(author)));
        if (known.isEmpty() && unknownPeople.add(author)) {
            problems.add(new Finding(
                    "identities",
                    commit.name(),
                    "its author " + author + " is nobody the policy knows",
                    "add the domain to identities.allowed-domains or the person to identities.map of " + Policy.PATH));
        }
        return known.orElse(author);
    }

    private Optional<CommitPolicies.Versioned> policyAt(ObjectId commit, TreeEntries root) throws IOException {
        try {
            return policies.in(root);
        } catch (PolicyException e) {
            throw new PolicyException("commit " + commit.name() + ": " + e.getMessage());
        }
    }

    private TreeEntries rootOf(ObjectId commit) throws IOException {
        ObjectId tree = privateTrees.get(commit);
        if (tree == null) {
            tree = raw(commit).tree();
            privateTrees.put(commit.copy(), tree);
        }
        return trees.read(tree);
    }

    private RawCommit raw(ObjectId commit) throws IOException {
        return new RawCommit(reader.open(commit, Constants.OBJ_COMMIT).getCachedBytes());
    }

    @Override
    public void close() {
        reader.close();
        written.close();
        inserter.close();
    }
}
