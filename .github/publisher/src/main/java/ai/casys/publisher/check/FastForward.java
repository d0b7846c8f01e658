// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.revwalk.RevWalk;

/** The public branch only ever moves forward: strangers have built on what is there. */
final class FastForward implements Check {
    @Override
    public String name() {
        return "fast-forward";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        if (candidate.publishedTip().isEmpty()) {
            return List.of();
        }
        try (RevWalk walk = new RevWalk(candidate.repository())) {
            if (walk.isMergedInto(
                    walk.parseCommit(candidate.publishedTip().get()), walk.parseCommit(candidate.tip()))) {
                return List.of();
            }
        }
        return List.of(new Finding(
                name(),
                candidate.branch(),
                "the public tip " + Places.shortened(candidate.publishedTip().get()) + " is no ancestor of "
                        + Places.shortened(candidate.tip()),
                "find out who rewrote which side; a new epoch is started by a person, never by a push"));
    }
}
