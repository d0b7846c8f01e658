// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/** Tags are those that the policy publishes, and stand on commits of the public branch. */
final class Tags implements Check {
    @Override
    public String name() {
        return "tags";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (RevWalk walk = new RevWalk(candidate.repository())) {
            for (Map.Entry<String, ObjectId> tag : all(candidate).entrySet()) {
                if (!candidate.policy().publishesTag(tag.getKey())) {
                    findings.add(new Finding(
                            name(),
                            tag.getKey(),
                            "is a tag that the policy does not publish",
                            "delete it, or add its name to the tags of the policy"));
                }
                for (Prose.Flaw flaw : Prose.flaws(candidate.policy(), tag.getKey())) {
                    findings.add(new Finding(
                            name(),
                            tag.getKey(),
                            flaw.problem().replace("the message", "the name"),
                            "give the private tag another name"));
                }
                problem(candidate, walk, tag.getKey(), tag.getValue())
                        .ifPresent(problem -> findings.add(
                                new Finding(name(), tag.getKey(), problem, "make the tag anew on a published commit")));
            }
        }
        return findings;
    }

    /** Every tag by its short name, whether the candidate tells of it or its repository has it. */
    static Map<String, ObjectId> all(Candidate candidate) throws IOException {
        Map<String, ObjectId> tags = new TreeMap<>(candidate.newTags());
        candidate.refs().forEach((name, id) -> {
            if (name.startsWith(Constants.R_TAGS)) {
                tags.putIfAbsent(name.substring(Constants.R_TAGS.length()), id);
            }
        });
        for (Ref ref : candidate.repository().getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
            tags.putIfAbsent(ref.getName().substring(Constants.R_TAGS.length()), ref.getObjectId());
        }
        return tags;
    }

    private static Optional<String> problem(Candidate candidate, RevWalk walk, String name, ObjectId id)
            throws IOException {
        RevObject object = walk.parseAny(id);
        if (object instanceof RevTag tag) {
            if (!tag.getTagName().equals(name)) {
                return Optional.of("calls itself \"" + tag.getTagName() + "\" inside");
            }
            object = walk.parseAny(tag.getObject());
            if (object instanceof RevTag) {
                return Optional.of("is a tag of a tag");
            }
        }
        if (!(object instanceof RevCommit commit)) {
            return Optional.of("stands on something that is no commit");
        }
        return walk.isMergedInto(commit, walk.parseCommit(candidate.tip()))
                ? Optional.empty()
                : Optional.of("stands on a commit that the public branch does not have");
    }
}
