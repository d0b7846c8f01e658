// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.check.Published;
import ai.casys.publisher.policy.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What public commits say about themselves: the state of publication, which is kept nowhere else.
 *
 * @param published since the last restart, oldest first; the restart itself is the first of them
 * @param foreign commits since the last restart that the publisher did not make, oldest first
 * @param epoch the last restart
 * @param epochs number of restarts
 * @param beforeEpoch number of the publisher's commits before the last restart
 * @param people authors named in public
 */
public record PublicHistory(
        List<Published> published,
        List<ObjectId> foreign,
        Optional<Start.Epoch> epoch,
        int epochs,
        int beforeEpoch,
        Set<Person> people) {

    /** Reads every commit that leads to {@code tip}. */
    public static PublicHistory read(Repository repository, ObjectId tip) throws IOException {
        List<Published> published = new ArrayList<>();
        List<ObjectId> foreign = new ArrayList<>();
        Optional<Start.Epoch> epoch = Optional.empty();
        int epochs = 0;
        int before = 0;
        Set<Person> people = new HashSet<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.sort(RevSort.TOPO, true);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(tip));
            for (RevCommit commit : walk) {
                RawCommit raw = new RawCommit(commit.getRawBuffer());
                commit.disposeBody();
                people.add(raw.author().person());
                String message = raw.message();
                Optional<ObjectId> origin = Trailers.origin(message);
                if (origin.isEmpty() || !raw.committer().person().equals(Translation.COMMITTER)) {
                    foreign.add(commit.copy());
                    continue;
                }
                if (Trailers.value(message, Trailers.EPOCH).isPresent()) {
                    before += published.size();
                    published.clear();
                    foreign.clear();
                    epochs++;
                    epoch = Optional.of(new Start.Epoch(origin.get(), commit.copy()));
                }
                published.add(new Published(origin.get(), commit));
            }
        }
        return new PublicHistory(published, foreign, epoch, epochs, before, people);
    }

    /** Public commits by private commit; of two that claim the same origin the later one stands. */
    public Map<ObjectId, ObjectId> byOrigin() {
        Map<ObjectId, ObjectId> map = new HashMap<>();
        published.forEach(entry -> map.put(entry.origin(), entry.commit()));
        return map;
    }
}
