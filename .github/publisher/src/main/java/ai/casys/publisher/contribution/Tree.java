// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.publishing.PublicationException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The two files of a commit that decide about a contribution. */
final class Tree {
    private static final int MAX_BYTES = 1024 * 1024;

    private final ObjectReader reader;

    Tree(ObjectReader reader) {
        this.reader = reader;
    }

    Policy policy(RevCommit commit) throws IOException {
        return Policy.parse(file(commit, Policy.PATH)
                .orElseThrow(() -> new PublicationException("the private commit " + commit.name() + " has no "
                        + Policy.PATH + ", so it is older than publication by policy; ask for a pull request that is"
                        + " rebased on the public branch")));
    }

    Grants grants(RevCommit commit) throws IOException {
        Optional<byte[]> file = file(commit, Grants.PATH);
        return file.isPresent() ? Grants.parse(file.get()) : new Grants(List.of());
    }

    private Optional<byte[]> file(RevCommit commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, commit.getTree())) {
            if (walk == null) {
                return Optional.empty();
            }
            return Optional.of(reader.open(walk.getObjectId(0)).getCachedBytes(MAX_BYTES));
        } catch (LargeObjectException e) {
            throw new PublicationException(path + " in " + commit.name() + " is larger than 1 MiB");
        }
    }
}
