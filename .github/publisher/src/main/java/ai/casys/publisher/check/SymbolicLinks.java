// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** A symbolic link leads, step by step and through other links, to something that is published with it. */
final class SymbolicLinks implements TreeRule {
    private static final int MOST_STEPS = 40;
    private static final int LONGEST = 4096;

    @Override
    public String name() {
        return "symlinks";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (PublishedFile file : trees.files()) {
            if (!FileMode.SYMLINK.equals(file.mode())) {
                continue;
            }
            String target = text(candidate.repository(), file.id());
            Optional<String> problem;
            try (Trees reader = new Trees(candidate.repository());
                    RevWalk walk = new RevWalk(candidate.repository())) {
                ObjectId root = walk.parseCommit(file.commit()).getTree().copy();
                problem = new Resolution(candidate.repository(), reader, root).problem(file.path(), target);
            }
            if (problem.isPresent() && !candidate.policy().accepts(name(), file.path(), target)) {
                findings.add(new Finding(
                        name(),
                        file.path(),
                        "the link to \"" + target + "\" " + problem.get(),
                        "let it lead to a published file, by a relative path, or remove it"));
            }
        }
        return findings;
    }

    private static String text(Repository repository, ObjectId id) throws IOException {
        return new String(repository.open(id).getCachedBytes(LONGEST), StandardCharsets.UTF_8);
    }

    /** Follows one link in the tree of one commit. */
    private static final class Resolution {
        private final Repository repository;
        private final Trees trees;
        private final ObjectId root;
        private int steps;

        Resolution(Repository repository, Trees trees, ObjectId root) {
            this.repository = repository;
            this.trees = trees;
            this.root = root;
        }

        Optional<String> problem(String path, String target) throws IOException {
            Deque<String> at = new ArrayDeque<>(List.of(path.split("/")));
            at.removeLast();
            return follow(at, target);
        }

        private Optional<String> follow(Deque<String> at, String target) throws IOException {
            steps++;
            if (steps > MOST_STEPS) {
                return Optional.of("goes round in circles");
            }
            if (target.startsWith("/") || target.contains("\\") || target.matches("[A-Za-z]:.*")) {
                return Optional.of("leads out of the repository");
            }
            for (String name : target.split("/")) {
                if (name.isEmpty() || name.equals(".")) {
                    continue;
                }
                if (name.equals("..")) {
                    if (at.isEmpty()) {
                        return Optional.of("leads out of the repository");
                    }
                    at.removeLast();
                    continue;
                }
                Optional<PublishedFolder.Entry> entry = entry(at, name);
                if (entry.isEmpty()) {
                    return Optional.of("leads to nothing that is published");
                }
                if (FileMode.SYMLINK.equals(entry.get().mode())) {
                    Optional<String> problem =
                            follow(at, text(repository, entry.get().id()));
                    if (problem.isPresent()) {
                        return problem;
                    }
                    continue;
                }
                at.addLast(name);
            }
            return Optional.empty();
        }

        private Optional<PublishedFolder.Entry> entry(Deque<String> folder, String name) throws IOException {
            ObjectId tree = root;
            for (String part : folder) {
                PublishedFolder.Entry entry = names(tree).get(part);
                if (entry == null || !FileMode.TREE.equals(entry.mode())) {
                    return Optional.empty();
                }
                tree = entry.id();
            }
            return Optional.ofNullable(names(tree).get(name));
        }

        private Map<String, PublishedFolder.Entry> names(ObjectId tree) throws IOException {
            Map<String, PublishedFolder.Entry> names = new HashMap<>();
            for (PublishedFolder.Entry entry : trees.entries(tree)) {
                names.put(entry.name(), entry);
            }
            return names;
        }
    }
}
