// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.report;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Published;
import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.publishing.Plan;
import ai.casys.publisher.report.Report.FileCount;
import ai.casys.publisher.report.Report.NewCommit;
import ai.casys.publisher.translation.Messages;
import ai.casys.publisher.translation.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** What differs between the public repository and the candidate. */
record PublicChanges(
        List<NewCommit> commits, Map<String, FileCount> files, List<String> newRootEntries, List<String> newPeople) {

    static PublicChanges none() {
        return new PublicChanges(List.of(), Map.of(), List.of(), List.of());
    }

    static PublicChanges of(Plan plan, Candidate candidate) throws IOException {
        Map<ObjectId, Step.Message> messages = new HashMap<>();
        for (Step step : plan.steps()) {
            step.message().ifPresent(message -> messages.put(step.origin(), message));
        }
        List<NewCommit> commits = new ArrayList<>();
        Set<String> people = new TreeSet<>();
        try (ObjectReader before = candidate.privateRepository().newObjectReader();
                ObjectReader after = candidate.repository().newObjectReader()) {
            for (Published entry : candidate.newCommits()) {
                Messages.Said made = Messages.of(after, entry.commit());
                Person author = made.author();
                if (!plan.knownPeople().contains(author)) {
                    people.add(author.toString());
                }
                String original = Messages.of(before, entry.origin()).message();
                Step.Message message =
                        messages.getOrDefault(entry.origin(), guess(plan, original.equals(made.message())));
                commits.add(new NewCommit(
                        entry.origin().name(),
                        entry.commit().name(),
                        author.toString(),
                        original,
                        made.message(),
                        message.source().name().toLowerCase(Locale.ROOT),
                        message.why()));
            }
        }
        Map<String, int[]> counts = new TreeMap<>();
        Set<String> newEntries = new TreeSet<>();
        files(candidate, counts, newEntries);
        Map<String, FileCount> files = new TreeMap<>();
        counts.forEach((root, count) -> files.put(root, new FileCount(count[0], count[1], count[2])));
        return new PublicChanges(commits, files, List.copyOf(newEntries), List.copyOf(people));
    }

    /** Of a commit that no step of this run made: it was published before, or is the restart. */
    private static Step.Message guess(Plan plan, boolean same) {
        if (same) {
            return new Step.Message(Step.MessageSource.KEPT, "");
        }
        return new Step.Message(Step.MessageSource.NEUTRAL, plan.steps().isEmpty() ? "" : "starts anew");
    }

    private static void files(Candidate candidate, Map<String, int[]> counts, Set<String> newEntries)
            throws IOException {
        Set<String> old = new TreeSet<>();
        try (RevWalk walk = new RevWalk(candidate.repository());
                TreeWalk files = new TreeWalk(candidate.repository())) {
            Optional<ObjectId> published = candidate.publishedTip();
            if (published.isPresent()) {
                ObjectId tree = walk.parseCommit(published.get()).getTree();
                files.addTree(tree);
                old.addAll(names(candidate, tree));
            } else {
                files.addTree(new EmptyTreeIterator());
            }
            ObjectId tree = walk.parseCommit(candidate.tip()).getTree();
            files.addTree(tree);
            newEntries.addAll(names(candidate, tree));
            newEntries.removeAll(old);
            files.setRecursive(true);
            files.setFilter(TreeFilter.ANY_DIFF);
            while (files.next()) {
                int[] count = counts.computeIfAbsent(Policy.rootEntry(files.getPathString()), _ -> new int[3]);
                int kind = files.getRawMode(0) == 0 ? 0 : files.getRawMode(1) == 0 ? 2 : 1;
                count[kind]++;
            }
        }
    }

    private static Set<String> names(Candidate candidate, ObjectId tree) throws IOException {
        Set<String> names = new TreeSet<>();
        try (TreeWalk root = new TreeWalk(candidate.repository())) {
            root.addTree(tree);
            while (root.next()) {
                names.add(root.getNameString());
            }
        }
        return names;
    }
}
