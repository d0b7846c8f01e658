// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.policy.PolicyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/** The policies of private commits, for those who look at single commits. Not safe for use by several threads. */
public final class CandidatePolicies {
    private final ObjectReader reader;
    private final TreeReader trees;
    private final CommitPolicies policies;

    /** Reads from the private repository, which has to stay open. */
    public CandidatePolicies(Repository privateRepository) {
        reader = privateRepository.newObjectReader();
        trees = new TreeReader(reader);
        policies = new CommitPolicies(trees, reader);
    }

    /**
     * The policy that a private commit carries; empty if it has none.
     *
     * @throws PolicyException if it has one that cannot be read
     */
    public Optional<Policy> of(ObjectId commit) throws IOException {
        RawCommit raw = new RawCommit(reader.open(commit, Constants.OBJ_COMMIT).getCachedBytes());
        try {
            return policies.in(trees.read(raw.tree())).map(CommitPolicies.Versioned::policy);
        } catch (PolicyException e) {
            throw new PolicyException("commit " + commit.name() + ": " + e.getMessage());
        }
    }

    /** The policy of a private commit that is known to have one. */
    public Policy require(ObjectId commit) {
        try {
            return of(commit)
                    .orElseThrow(() -> new PolicyException("commit " + commit.name() + " has no " + Policy.PATH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
