// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/**
 * Which contribution to bring where.
 *
 * @param privateFolder the private repository: its work tree or its bare folder
 * @param publicAddress the public repository, as git understands it
 * @param branch the branch that both sides share, by short name
 * @param source what to import
 * @param label what the trailer {@code Public-PR} says, such as {@code casys-ai/casys-intelligence#42}
 * @param importBranch the short name of the branch to create in the private repository
 * @param buildFilesReviewed whether somebody read what the contribution changes in files that our machines execute
 */
public record ImportRequest(
        Path privateFolder,
        String publicAddress,
        String branch,
        Source source,
        String label,
        String importBranch,
        boolean buildFilesReviewed) {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:#-]{0,199}");
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

    /** Refuses names that git or a reader of the trailer could take for something else. */
    public ImportRequest {
        if (publicAddress.isBlank() || publicAddress.startsWith("-")) {
            throw new IllegalArgumentException("the public repository is \"" + publicAddress + "\"; give an address");
        }
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("the label is \"" + label + "\"; it is one word such as 42 or"
                    + " owner/name#42, of at most 200 letters");
        }
        for (String name : new String[] {branch, importBranch}) {
            if (!BRANCH.matcher(name).matches() || !isRefName(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no name of a branch");
            }
        }
    }

    /** What to import. */
    public sealed interface Source {

        /** A ref of the public repository, by full name: {@code refs/pull/42/head}. */
        record Ref(String name) implements Source {
            /** Refuses what is no full name of a ref. */
            public Ref {
                if (!name.startsWith("refs/") || !Repository.isValidRefName(name)) {
                    throw new IllegalArgumentException(
                            "\"" + name + "\" is no ref; a pull request is refs/pull/NUMBER/head");
                }
            }
        }

        /**
         * A mailbox as {@code git format-patch --stdout} writes it, or a file whose address ends with {@code .patch}.
         *
         * @param file the mailbox
         * @param base the public commit it was made on; empty for the tip of the public branch
         */
        record Patch(Path file, Optional<String> base) implements Source {
            /** Refuses a base that is no full commit id. */
            public Patch {
                if (base.isPresent() && !base.get().matches("[0-9a-f]{40}")) {
                    throw new IllegalArgumentException(
                            "the base is \"" + base.get() + "\"; give the 40 hexadecimal digits of a public commit");
                }
            }
        }
    }

    private static boolean isRefName(String name) {
        return Repository.isValidRefName("refs/heads/" + name);
    }
}
