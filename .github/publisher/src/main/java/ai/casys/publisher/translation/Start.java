// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Where a translation takes up.
 *
 * @param origin private commit whose history is published and is not translated again; empty to translate all
 * @param published public commits by their private commit, everything up to {@code origin}
 * @param epoch where publication was restarted by hand, if it ever was
 */
public record Start(Optional<ObjectId> origin, Map<ObjectId, ObjectId> published, Optional<Epoch> epoch) {

    /** Copies nothing: the map has one entry for each public commit. */
    public Start {
        if (origin.isPresent() && !published.containsKey(origin.get())) {
            throw new IllegalArgumentException("the origin " + origin.get().name() + " has no public commit");
        }
    }

    /**
     * A restart after the private history was rewritten. The private commit and all its ancestors count as published by
     * the public commit.
     */
    public record Epoch(ObjectId origin, ObjectId commit) {}

    /** From the first commit on. */
    public static Start beginning() {
        return new Start(Optional.empty(), Map.of(), Optional.empty());
    }

    /** From the last restart on, forgetting what is known to be published. */
    public Start again() {
        return new Start(Optional.empty(), Map.of(), epoch);
    }
}
