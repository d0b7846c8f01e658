// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The repository that is published from. Only ever read. */
public final class PrivateRepository {
    private PrivateRepository() {}

    /**
     * Opens a working tree (also a linked one) or a bare repository.
     *
     * @throws PublicationException if there is none, or one that lacks a part of its history
     */
    public static Repository open(Path folder) throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
        if (Files.exists(folder.resolve(".git"))) {
            builder.setWorkTree(folder.toFile());
        } else {
            builder.setGitDir(folder.toFile());
        }
        Repository repository;
        try {
            repository = builder.build();
        } catch (org.eclipse.jgit.errors.RepositoryNotFoundException e) {
            throw new PublicationException(folder + " is no git repository; name the private one with --private");
        }
        if (!repository.getObjectDatabase().getShallowCommits().isEmpty()) {
            repository.close();
            throw new PublicationException(folder + " is a shallow clone and lacks older commits; fetch all of them"
                    + " (git fetch --unshallow, fetch-depth: 0)");
        }
        return repository;
    }

    /**
     * The commit of a branch or other revision.
     *
     * @throws PublicationException if there is none
     */
    static ObjectId commit(Repository repository, String revision) throws IOException {
        ObjectId id;
        try {
            id = repository.resolve(revision + "^{commit}");
        } catch (org.eclipse.jgit.errors.RevisionSyntaxException
                | org.eclipse.jgit.errors.IncorrectObjectTypeException e) {
            throw new PublicationException("\"" + revision + "\" is no commit of the private repository");
        }
        if (id == null) {
            throw new PublicationException("the private repository has no \"" + revision + "\"; fetch it first");
        }
        return id;
    }

    /** Whether {@code old} leads to {@code young}; false if the repository lacks {@code old}. */
    static boolean leadsTo(Repository repository, ObjectId old, ObjectId young) throws IOException {
        if (!repository.getObjectDatabase().has(old)) {
            return false;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit from = walk.parseCommit(old);
            return walk.isMergedInto(from, walk.parseCommit(young));
        } catch (org.eclipse.jgit.errors.IncorrectObjectTypeException e) {
            return false;
        }
    }

    static String branch(String name) {
        return Constants.R_HEADS + name;
    }
}
