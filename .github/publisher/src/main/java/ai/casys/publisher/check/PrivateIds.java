// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * No message names a private commit by its id, in full or shortened: strangers cannot look it up, and where one host
 * stores both repositories they might. The publisher's own trailer is the one exception.
 */
final class PrivateIds implements CommitRule {
    static final String NAME = "private-ids";
    private static final Pattern ID = Pattern.compile("(?<![0-9a-zA-Z])[0-9a-f]{7,40}(?![0-9a-zA-Z])");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            for (String id : named(candidate, commit.text().message())) {
                if (!commit.accepted(candidate, NAME, id)) {
                    findings.add(new Finding(
                            NAME,
                            commit.place(),
                            "the message names the private commit " + id,
                            "give the private commit a trailer \"Public-Message:\", or accept it in the policy"));
                }
            }
        }
        return findings;
    }

    /** The private commits that {@code message} names. */
    static List<String> named(Candidate candidate, String message) throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : message.split("\n", -1)) {
            if (line.startsWith(Trailers.ORIGIN + ": ")
                    || line.startsWith(Trailers.POLICY + ": ")
                    || line.startsWith(Trailers.EPOCH + ": ")) {
                continue;
            }
            Matcher matcher = ID.matcher(line);
            while (matcher.find()) {
                if (isPrivateCommit(candidate, AbbreviatedObjectId.fromString(matcher.group()))) {
                    found.add(matcher.group());
                }
            }
        }
        return found;
    }

    private static boolean isPrivateCommit(Candidate candidate, AbbreviatedObjectId id) throws IOException {
        try (ObjectReader reader = candidate.privateRepository().newObjectReader()) {
            Collection<ObjectId> objects = reader.resolve(id);
            for (ObjectId object : objects) {
                int type = reader.open(object).getType();
                if ((type == Constants.OBJ_COMMIT && !isPublic(candidate, object)) || type == Constants.OBJ_TAG) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A private clone may have fetched the public history, and the public one may be where the private one began. */
    private static boolean isPublic(Candidate candidate, AnyObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(candidate.repository())) {
            if (!candidate.repository().getObjectDatabase().has(id)) {
                return false;
            }
            RevCommit commit = walk.parseCommit(id);
            return walk.isMergedInto(commit, walk.parseCommit(candidate.tip()));
        }
    }
}
