// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What became of one private commit.
 *
 * @param origin the private commit
 * @param outcome what happened
 * @param commit the public commit that shows its public part: its own, or the one it added nothing to
 * @param message how its message was treated; empty unless published
 */
public record Step(ObjectId origin, Outcome outcome, Optional<ObjectId> commit, Optional<Message> message) {

    /** What can happen to a private commit. */
    public enum Outcome {
        /** It has a public commit of its own. */
        PUBLISHED("published"),
        /** Its public part is that of a public parent. */
        UNCHANGED("changes nothing that is public"),
        /** It has no public part, and nothing before it has. */
        NOTHING_PUBLIC("has nothing that is public"),
        /** It is older than the first policy. */
        BEFORE_POLICY("is older than the first policy");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** Half a sentence that follows the name of the commit. */
        public String text() {
            return text;
        }
    }

    /** Where the public message comes from. */
    public enum MessageSource {
        /** As in the private commit. */
        KEPT,
        /** From its trailer for the public. */
        WRITTEN,
        /** Generated. */
        NEUTRAL
    }

    /**
     * How a message was treated.
     *
     * @param why what kept the original from being published, as half a sentence; empty if it was
     */
    public record Message(MessageSource source, String why) {}
}
