// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * What the public repository would be after the push, before anything was pushed.
 *
 * <p>The bare repository holds every public ref as it would be, and reaches every object; it borrows blobs and trees of
 * the private one, so only what is <em>reachable</em> from its refs counts, never what can be looked up by id. Not safe
 * for use by several threads.
 *
 * @param privateRepository the repository that is published from
 * @param privateTip the private commit that is published
 * @param repository the bare candidate
 * @param branch short name of the public branch
 * @param publishedTip where that branch of the public repository is now, empty before the first publication
 * @param tip where it would be
 * @param newCommits the commits to look at, oldest first: those the push would add, or all in an audit
 * @param newTags ids of the tags that the push would add (tag objects or commits), by short name
 * @param refs every ref as it would be, by full name
 * @param policy the policy of {@code privateTip}: forbidden words, accepted exceptions, canaries, tags, identities
 * @param policies the policy that a public commit was filtered by, by public commit
 */
public record Candidate(
        Repository privateRepository,
        ObjectId privateTip,
        Repository repository,
        String branch,
        Optional<ObjectId> publishedTip,
        ObjectId tip,
        List<Published> newCommits,
        Map<String, ObjectId> newTags,
        Map<String, ObjectId> refs,
        Policy policy,
        Function<ObjectId, Policy> policies) {

    /** Copies the collections. */
    public Candidate {
        newCommits = List.copyOf(newCommits);
        newTags = Map.copyOf(newTags);
        refs = Map.copyOf(refs);
    }

    /** The policy that the public commit, one of {@link #newCommits}, was filtered by: which paths it may have. */
    public Policy policyOf(ObjectId publicCommit) {
        return policies.apply(publicCommit);
    }
}
