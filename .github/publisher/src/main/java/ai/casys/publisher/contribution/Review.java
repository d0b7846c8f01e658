// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/** What speaks against a contribution, found before anything of it is written. */
final class Review {
    /** The version of {@code docs/contributor-grant.md} that new contributions need. */
    static final int AGREEMENT = 1;

    private final ObjectReader reader;
    private final Tree tree;
    private final Policy policy;
    private final Grants recorded;
    private final boolean buildFilesReviewed;

    Review(ObjectReader reader, Tree tree, Policy policy, Grants recorded, boolean buildFilesReviewed) {
        this.reader = reader;
        this.tree = tree;
        this.policy = policy;
        this.recorded = recorded;
        this.buildFilesReviewed = buildFilesReviewed;
    }

    /** Every reason against the commits, each once, in the order of the commits; empty if there is none. */
    List<String> of(List<RevCommit> commits) throws IOException {
        Set<String> problems = new LinkedHashSet<>();
        List<Grant> granted = new ArrayList<>(recorded.all());
        Set<String> executed = new LinkedHashSet<>();
        for (RevCommit commit : commits) {
            granted.addAll(newGrants(commit, problems));
            for (Changes.Change change : Changes.of(reader, commit)) {
                paths(commit, change, problems);
                if (BuildFiles.holds(change.path())) {
                    executed.add(change.path());
                }
            }
            if (commit.getParentCount() == 0) {
                problems.add(name(commit) + " has no parent, so it was not made on the public branch");
            }
            List<String> reserved = Trailers.reserved(commit);
            if (!reserved.isEmpty()) {
                problems.add(name(commit) + " carries the trailer " + String.join(", ", reserved)
                        + ", which steers publication; ask the author to take it out");
            }
        }
        if (!executed.isEmpty() && !buildFilesReviewed) {
            problems.add("it changes files that our build machines execute: " + String.join(", ", executed)
                    + ". Read these changes, then say so with --build-files-reviewed");
        }
        Grants all = new Grants(granted);
        for (RevCommit commit : commits) {
            for (Person author : Trailers.authors(commit)) {
                people(commit, author, all, problems);
            }
        }
        return List.copyOf(problems);
    }

    private void paths(RevCommit commit, Changes.Change change, Set<String> problems) {
        if (!policy.publishes(change.path())) {
            problems.add(name(commit) + " changes " + change.path() + ", which the policy does not publish");
        }
        if (FileMode.GITLINK.equals(change.mode())) {
            problems.add(name(commit) + " adds the submodule " + change.path() + "; submodules are not published");
        }
    }

    private void people(RevCommit commit, Person author, Grants grants, Set<String> problems) {
        if (!grants.covers(author.email(), AGREEMENT)) {
            problems.add("there is no grant of " + author + " (" + name(commit) + ") in " + Grants.PATH
                    + ": the author adds an entry in a signed-off commit of their own, as CONTRIBUTING.md says");
        }
        if (policy.identities().published(author).isEmpty()) {
            problems.add("publication would refuse the address of " + author + " (" + name(commit)
                    + "): add the author to identities.map in " + Policy.PATH + " first");
        }
    }

    /** The entries a commit adds to the file of grants; each has to be its own author's, and no other may change. */
    private List<Grant> newGrants(RevCommit commit, Set<String> problems) throws IOException {
        if (Changes.of(reader, commit).stream()
                .noneMatch(change -> change.path().equals(Grants.PATH))) {
            return List.of();
        }
        Set<Grant> before = new LinkedHashSet<>();
        List<Grant> after;
        try {
            after = tree.grants(commit).all();
            for (RevCommit parent : commit.getParents()) {
                before.addAll(tree.grants(parent).all());
            }
        } catch (GrantException e) {
            problems.add(name(commit) + " breaks " + Grants.PATH + ": " + e.getMessage());
            return List.of();
        }
        if (!after.containsAll(before)) {
            problems.add(name(commit) + " changes or removes somebody's grant in " + Grants.PATH
                    + "; a contribution may only add its author's own");
        }
        String author = commit.getAuthorIdent().getEmailAddress();
        List<Grant> added = new ArrayList<>();
        for (Grant grant : after) {
            if (before.contains(grant)) {
                continue;
            }
            if (!grant.isBy(author)) {
                problems.add(name(commit) + " adds the grant of " + grant.author()
                        + ", but only they can give it, in a commit of their own");
            } else if (!Trailers.isSignedOffBy(commit, author)) {
                problems.add(name(commit) + " adds a grant without being signed off by its author; ask for"
                        + " `git commit --amend --signoff`");
            } else {
                added.add(grant);
            }
        }
        return added;
    }

    private static String name(RevCommit commit) {
        return "commit " + commit.abbreviate(12).name() + " (" + commit.getShortMessage() + ")";
    }
}
