// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.PolicyException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** All private commits that lead to one; worked out when first asked for. */
final class Ancestors {
    private final Map<ObjectId, Set<ObjectId>> known = new HashMap<>();
    private final Repository repository;

    Ancestors(Repository repository) {
        this.repository = repository;
    }

    /** The commit itself and its ancestors. */
    Set<ObjectId> of(ObjectId commit) throws IOException {
        Set<ObjectId> found = known.get(commit);
        if (found == null) {
            found = walk(commit);
            known.put(commit.copy(), found);
        }
        return found;
    }

    private Set<ObjectId> walk(ObjectId commit) throws IOException {
        Set<ObjectId> found = new HashSet<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(commit));
            for (RevCommit ancestor : walk) {
                found.add(ancestor.copy());
            }
        } catch (MissingObjectException e) {
            throw new PolicyException("the private repository has no commit " + commit.name()
                    + "; fetch its whole history, or correct adopted in the policy");
        }
        return found;
    }
}
