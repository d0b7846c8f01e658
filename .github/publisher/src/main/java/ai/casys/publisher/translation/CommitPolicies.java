// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.policy.PolicyException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** The policy that each private commit carries. Few differ, so each is read once. */
final class CommitPolicies {
    private static final String FOLDER = Policy.rootEntry(Policy.PATH);
    private static final String NAME = Policy.PATH.substring(FOLDER.length() + 1);
    private static final int MAX_BYTES = 1024 * 1024;

    private final Map<ObjectId, Versioned> byBlob = new HashMap<>();
    private final TreeReader trees;
    private final ObjectReader reader;

    CommitPolicies(TreeReader trees, ObjectReader reader) {
        this.trees = trees;
        this.reader = reader;
    }

    /** A policy, what public commits call it, and the filter it amounts to. */
    record Versioned(Policy policy, String version, TreeFilter filter) {}

    /**
     * The policy in a root folder, empty if there is none.
     *
     * @throws PolicyException if there is one that cannot be read
     */
    Optional<Versioned> in(TreeEntries root) throws IOException {
        TreeEntries.Entry folder = root.byName().get(FOLDER);
        if (folder == null || !folder.isTree()) {
            return Optional.empty();
        }
        TreeEntries.Entry file = trees.read(folder.id()).byName().get(NAME);
        if (file == null) {
            return Optional.empty();
        }
        if (!file.isFile()) {
            throw new PolicyException(Policy.PATH + " is no file; a policy is a file of its own");
        }
        Versioned known = byBlob.get(file.id());
        if (known != null) {
            return Optional.of(known);
        }
        Policy policy = Policy.parse(bytes(file.id()));
        Versioned read = new Versioned(policy, "1-" + file.id().abbreviate(12).name(), new TreeFilter(policy, trees));
        byBlob.put(file.id(), read);
        return Optional.of(read);
    }

    private byte[] bytes(ObjectId blob) throws IOException {
        try {
            return reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(MAX_BYTES);
        } catch (LargeObjectException e) {
            throw new PolicyException(Policy.PATH + " is larger than " + MAX_BYTES + " bytes");
        }
    }
}
