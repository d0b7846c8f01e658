// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** Candidates as a faulty translation would make them. */
final class Tampered {
    private Tampered() {}

    /** The newest public commit with other bytes. */
    static Candidate tip(Candidate candidate, UnaryOperator<String> change) throws IOException {
        String text = new String(candidate.repository().open(candidate.tip()).getBytes(), StandardCharsets.ISO_8859_1);
        String changed = change.apply(text);
        if (changed.equals(text)) {
            throw new IllegalArgumentException("nothing was changed in " + text);
        }
        ObjectId id = Workshop.insert(
                candidate.repository(),
                inserter -> inserter.insert(Constants.OBJ_COMMIT, changed.getBytes(StandardCharsets.ISO_8859_1)));
        return replaced(candidate, id);
    }

    /** The newest public commit with other files. */
    static Candidate files(Candidate candidate, Consumer<Map<String, Workshop.Item>> change) throws IOException {
        Map<String, Workshop.Item> items = new TreeMap<>();
        try (RevWalk walk = new RevWalk(candidate.repository())) {
            read(candidate, walk.parseCommit(candidate.tip()).getTree(), "", items);
        }
        change.accept(items);
        ObjectId tree = Workshop.tree(candidate.repository(), items);
        return tip(candidate, text -> "tree " + tree.name() + text.substring("tree ".length() + 40));
    }

    /** The newest public commit replaced by another one that is there already. */
    static Candidate replaced(Candidate candidate, ObjectId commit) throws IOException {
        ObjectId origin = candidate.newCommits().getLast().origin();
        Map<ObjectId, ObjectId> former = new HashMap<>(Map.of(commit, candidate.tip()));
        List<Published> commits = new ArrayList<>(candidate.newCommits());
        commits.removeLast();
        commits.add(new Published(origin, commit));
        Workshop.set(candidate.repository(), "refs/heads/main", commit);
        Map<String, ObjectId> refs = new TreeMap<>(candidate.refs());
        refs.put("refs/heads/main", commit);
        return new Candidate(
                candidate.privateRepository(),
                candidate.privateTip(),
                candidate.repository(),
                candidate.branch(),
                candidate.publishedTip(),
                commit,
                commits,
                candidate.newTags(),
                refs,
                candidate.policy(),
                id -> candidate.policyOf(former.getOrDefault(id, id)));
    }

    /** With one more ref. */
    static Candidate ref(Candidate candidate, String name, ObjectId id) throws IOException {
        Workshop.set(candidate.repository(), name, id);
        Map<String, ObjectId> refs = new TreeMap<>(candidate.refs());
        refs.put(name, id);
        Map<String, ObjectId> tags = new TreeMap<>(candidate.newTags());
        if (name.startsWith(Constants.R_TAGS)) {
            tags.put(name.substring(Constants.R_TAGS.length()), id);
        }
        return new Candidate(
                candidate.privateRepository(),
                candidate.privateTip(),
                candidate.repository(),
                candidate.branch(),
                candidate.publishedTip(),
                candidate.tip(),
                candidate.newCommits(),
                tags,
                refs,
                candidate.policy(),
                candidate::policyOf);
    }

    /** With another public tip than it was made for. */
    static Candidate onto(Candidate candidate, ObjectId publishedTip) {
        return new Candidate(
                candidate.privateRepository(),
                candidate.privateTip(),
                candidate.repository(),
                candidate.branch(),
                Optional.of(publishedTip),
                candidate.tip(),
                candidate.newCommits(),
                candidate.newTags(),
                candidate.refs(),
                candidate.policy(),
                candidate::policyOf);
    }

    static ObjectId object(Candidate candidate, int type, String text) throws IOException {
        return Workshop.insert(
                candidate.repository(), inserter -> inserter.insert(type, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void read(Candidate candidate, ObjectId tree, String folder, Map<String, Workshop.Item> items)
            throws IOException {
        try (Trees trees = new Trees(candidate.repository())) {
            for (PublishedFolder.Entry entry : trees.entries(tree)) {
                if (FileMode.TREE.equals(entry.mode())) {
                    read(candidate, entry.id(), folder + entry.name() + "/", items);
                } else {
                    items.put(folder + entry.name(), new Workshop.Item(entry.mode(), entry.id()));
                }
            }
        }
    }
}
