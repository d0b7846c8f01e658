// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The message of a commit that also changed something private stays private, but for what it says for the public in a
 * trailer: nobody can tell of which half a sentence speaks.
 */
final class MixedMessages implements CommitRule {
    /** Shorter lines, such as {@code Fixes}, are said by everybody. */
    private static final int SHORTEST = 12;

    private static final String FOR_THE_PUBLIC = "Public-Message";

    @Override
    public String name() {
        return "mixed-messages";
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (RevWalk walk = new RevWalk(candidate.privateRepository());
                Trees trees = new Trees(candidate.privateRepository())) {
            for (PublicCommit commit : commits) {
                Set<String> secret = closedLines(commit.original().message());
                List<String> told = commit.text()
                        .message()
                        .lines()
                        .map(String::strip)
                        .filter(secret::contains)
                        .toList();
                if (told.isEmpty() || commit.accepted(candidate, name(), told.getFirst())) {
                    continue;
                }
                Policy policy = candidate.policyOf(commit.published().commit());
                if (changesPrivate(walk, trees, policy, commit.published().origin())) {
                    findings.add(new Finding(
                            name(),
                            commit.place(),
                            "publishes the message of a commit that also changes private files",
                            "do not publish; the translation is at fault, or somebody else wrote this commit"));
                }
            }
        }
        return findings;
    }

    /** The lines of a private message that were not written for the public. */
    private static Set<String> closedLines(String message) {
        Set<String> open = message.lines()
                .filter(line -> line.regionMatches(true, 0, FOR_THE_PUBLIC + ":", 0, FOR_THE_PUBLIC.length() + 1))
                .map(line -> line.substring(FOR_THE_PUBLIC.length() + 1).strip())
                .collect(Collectors.toSet());
        return message.lines()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("\t"))
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST && !open.contains(line))
                .collect(Collectors.toSet());
    }

    /** Whether the commit changed anything private on its main line, that is, compared with its first parent. */
    private static boolean changesPrivate(RevWalk walk, Trees trees, Policy policy, ObjectId origin)
            throws IOException {
        RevCommit commit = walk.parseCommit(origin);
        if (commit.getParentCount() == 0) {
            return !closedEntries(trees, policy, "", commit.getTree()).isEmpty();
        }
        RevCommit parent = walk.parseCommit(commit.getParent(0));
        return !closedEntries(trees, policy, "", commit.getTree())
                .equals(closedEntries(trees, policy, "", parent.getTree()));
    }

    private static Map<String, ObjectId> closedEntries(Trees trees, Policy policy, String folder, ObjectId tree)
            throws IOException {
        Map<String, ObjectId> entries = new HashMap<>();
        for (PublishedFolder.Entry entry : trees.entries(tree)) {
            String path = folder + entry.name();
            if (policy.publishes(path)) {
                continue;
            }
            boolean divided = FileMode.TREE.equals(entry.mode())
                    && policy.files().stream().anyMatch(file -> file.startsWith(path + "/"));
            if (divided) {
                entries.putAll(closedEntries(trees, policy, path + "/", entry.id()));
            } else {
                entries.put(path, entry.id());
            }
        }
        return entries;
    }
}
