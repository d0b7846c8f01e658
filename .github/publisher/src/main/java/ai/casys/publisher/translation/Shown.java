// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** What stands for a private commit in public. */
sealed interface Shown {

    /** Nothing: it is older than any policy. */
    record Outside() implements Shown {}

    /** Nothing: a policy governs it, but neither it nor anything before it has a public part. */
    record Nothing() implements Shown {}

    /** A public commit, its own or an older one. */
    record As(ObjectId commit) implements Shown {}

    /** The public commit, if there is one. */
    default Optional<ObjectId> id() {
        return switch (this) {
            case Outside _, Nothing _ -> Optional.empty();
            case As as -> Optional.of(as.commit());
        };
    }
}
