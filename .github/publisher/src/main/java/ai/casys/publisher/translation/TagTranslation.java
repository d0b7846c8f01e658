// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Makes the public tags anew: allow-listed by name, on a commit that has a public commit of its own. The message of a
 * tag object is published only from its trailer for the public; its signature never.
 */
public final class TagTranslation {
    private TagTranslation() {}

    /**
     * What becomes of one private tag.
     *
     * @param name short name
     * @param id of the public tag: a tag object, or a commit
     * @param why it is not published, as half a sentence; empty if it is
     */
    public record Tag(String name, Optional<ObjectId> id, String why) {}

    /**
     * All private tags.
     *
     * @param published public commits by private commit, only those that have one of their own
     */
    public static List<Tag> translate(
            Repository privateRepository, Repository candidate, Policy policy, Map<ObjectId, ObjectId> published)
            throws IOException {
        List<Tag> tags = new ArrayList<>();
        try (RevWalk walk = new RevWalk(privateRepository);
                ObjectInserter inserter = candidate.newObjectInserter()) {
            for (Ref ref : privateRepository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                String name = ref.getName().substring(Constants.R_TAGS.length());
                if (!policy.publishesTag(name)) {
                    tags.add(new Tag(name, Optional.empty(), "the policy does not name it"));
                    continue;
                }
                RevObject object = walk.parseAny(ref.getObjectId());
                ObjectId commit = published.get(walk.peel(object));
                if (commit == null) {
                    tags.add(new Tag(name, Optional.empty(), "its commit has no public commit of its own"));
                    continue;
                }
                ObjectId id = object instanceof RevTag tag
                        ? inserter.insert(
                                Constants.OBJ_TAG, bytes(name, commit, raw(walk.getObjectReader(), tag), policy))
                        : commit;
                tags.add(new Tag(name, Optional.of(id), ""));
            }
            inserter.flush();
        }
        return tags;
    }

    private static RawCommit raw(ObjectReader reader, RevTag tag) throws IOException {
        return new RawCommit(reader.open(tag, Constants.OBJ_TAG).getCachedBytes());
    }

    private static byte[] bytes(String name, ObjectId commit, RawCommit raw, Policy policy) {
        Person tagger = policy.identities().published(raw.tagger().person()).orElse(Translation.COMMITTER);
        PublicMessage message = PublicMessage.of(raw.message(), true, policy, name);
        String text = "object " + commit.name() + "\ntype commit\ntag " + name + "\ntagger "
                + raw.tagger().by(tagger) + "\n\n" + message.text() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
