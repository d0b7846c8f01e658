// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** Writes public commits. Their bytes are made here and nowhere else. */
final class CommitWriter {
    private final ObjectInserter inserter;

    CommitWriter(ObjectInserter inserter) {
        this.inserter = inserter;
    }

    /**
     * What a public commit is made of.
     *
     * @param author as in public
     * @param when the moment of the private commit
     */
    record Parts(
            TreeFilter.Filtered tree,
            List<ObjectId> parents,
            Person author,
            RawCommit when,
            String message,
            ObjectId origin,
            String policyVersion,
            Optional<String> epoch) {}

    ObjectId write(Parts parts) throws IOException {
        for (TreeEntries folder : parts.tree().unwritten()) {
            inserter.insert(Constants.OBJ_TREE, folder.bytes());
        }
        return inserter.insert(Constants.OBJ_COMMIT, bytes(parts));
    }

    private static byte[] bytes(Parts parts) {
        List<String> trailers = new ArrayList<>();
        trailers.add(Trailers.ORIGIN + ": " + parts.origin().name());
        trailers.add(Trailers.POLICY + ": " + parts.policyVersion());
        parts.epoch().ifPresent(epoch -> trailers.add(Trailers.EPOCH + ": " + epoch));
        StringBuilder text = new StringBuilder();
        text.append("tree ").append(parts.tree().id().name()).append('\n');
        parts.parents()
                .forEach(parent -> text.append("parent ").append(parent.name()).append('\n'));
        text.append("author ")
                .append(parts.when().author().by(parts.author()))
                .append('\n')
                .append("committer ")
                .append(parts.when().committer().by(Translation.COMMITTER))
                .append("\n\n")
                .append(Trailers.append(parts.message(), trailers));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
