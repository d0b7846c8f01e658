// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.publishing.PublicationException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Brings a public pull request onto a new private branch. Everything is fetched and built in a scratch repository that
 * borrows the private objects; the private repository changes in one step at the end, by one new branch, or not at all.
 */
public final class ContributionImport {
    private static final String MAIN = "refs/scratch/main";
    private static final String HEAD = "refs/scratch/contribution";
    private static final String RESULT = "refs/scratch/result";

    private final ImportRequest request;

    /** An import that has not begun. */
    public ContributionImport(ImportRequest request) {
        this.request = request;
    }

    /**
     * Runs it. A second run with the same contribution finds the branch and does nothing.
     *
     * @throws PublicationException if the contribution is refused; the message lists every reason
     * @throws IOException if a repository cannot be read or written
     */
    public Imported run() throws IOException {
        Path scratch = Files.createTempDirectory("casys-import");
        try (Repository privateRepository = open(request.privateFolder())) {
            ObjectId base = privateRepository.resolve("refs/heads/" + request.branch());
            if (base == null) {
                throw new PublicationException(request.privateFolder() + " has no branch " + request.branch()
                        + "; name another with --branch");
            }
            fetch(privateRepository, scratch);
            try (Repository repository = open(scratch)) {
                Imported imported = new Rewriting(repository, base, tip(repository, MAIN), request)
                        .run(tip(repository, HEAD), RESULT);
                return hand(privateRepository, scratch, imported);
            }
        } finally {
            delete(scratch);
        }
    }

    private void fetch(Repository privateRepository, Path scratch) throws IOException {
        Git git = new Git(scratch);
        git.run("the scratch repository", "init", "--quiet", "--initial-branch=scratch", ".");
        Path objects = privateRepository.getObjectDatabase() instanceof ObjectDirectory directory
                ? directory.getDirectory().toPath()
                : privateRepository.getDirectory().toPath().resolve("objects");
        Files.writeString(scratch.resolve(".git/objects/info/alternates"), objects.toAbsolutePath() + "\n");
        git.run(
                "the branch " + request.branch() + " of the public repository cannot be fetched",
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-recurse-submodules",
                "--end-of-options",
                address(),
                "+refs/heads/" + request.branch() + ":" + MAIN);
        switch (request.source()) {
            case ImportRequest.Source.Ref(String name) ->
                git.run(
                        "the contribution " + name + " cannot be fetched",
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--no-recurse-submodules",
                        "--end-of-options",
                        address(),
                        "+" + name + ":" + HEAD);
            case ImportRequest.Source.Patch patch -> apply(git, patch);
        }
    }

    private static void apply(Git git, ImportRequest.Source.Patch patch) throws IOException {
        if (!Files.isRegularFile(patch.file())) {
            throw new PublicationException("there is no file " + patch.file());
        }
        String base = patch.base().orElse(MAIN);
        git.run("the base " + base + " is no public commit", "merge-base", "--is-ancestor", base, MAIN);
        git.run("the base " + base + " cannot be checked out", "checkout", "--quiet", "--detach", base);
        git.run(
                "the patch does not apply to the public commit " + base
                        + "; give the commit it was made on with --base",
                "-c",
                "user.name=import",
                "-c",
                "user.email=import@localhost",
                "am",
                "--quiet",
                "--3way",
                "--no-scissors",
                "--keep-non-patch",
                "--committer-date-is-author-date",
                patch.file().toAbsolutePath().toString());
        git.run("the result of the patch cannot be kept", "update-ref", HEAD, "HEAD");
    }

    /** An address that is a folder, made independent of the folder git runs in. */
    private String address() {
        Path folder = request.publicAddress().contains(":") ? Path.of("") : Path.of(request.publicAddress());
        return !folder.toString().isEmpty() && Files.isDirectory(folder)
                ? folder.toAbsolutePath().toString()
                : request.publicAddress();
    }

    private Imported hand(Repository privateRepository, Path scratch, Imported imported) throws IOException {
        String branch = "refs/heads/" + imported.branch();
        Ref there = privateRepository.exactRef(branch);
        if (there != null && there.getObjectId().equals(imported.tip())) {
            return new Imported(imported.branch(), imported.tip(), imported.commits(), imported.paths(), false);
        }
        if (there != null) {
            throw new PublicationException("the private branch " + imported.branch() + " is at "
                    + there.getObjectId().name() + ", and the import gives "
                    + imported.tip().name() + ". Delete the branch if it is an older import of the same contribution,"
                    + " or name another with --into.");
        }
        new Git(privateRepository.getDirectory().toPath())
                .run(
                        "the import cannot be handed to the private repository",
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--no-recurse-submodules",
                        "--no-write-fetch-head",
                        "--end-of-options",
                        scratch.toAbsolutePath().toString(),
                        RESULT + ":" + branch);
        return imported;
    }

    private static Repository open(Path folder) throws IOException {
        Path dotGit = folder.resolve(".git");
        try {
            return new FileRepositoryBuilder()
                    .findGitDir((Files.exists(dotGit) ? dotGit : folder).toFile())
                    .setMustExist(true)
                    .build();
        } catch (RepositoryNotFoundException | IllegalArgumentException e) {
            throw new PublicationException(folder + " is no git repository");
        }
    }

    private static ObjectId tip(Repository repository, String ref) throws IOException {
        ObjectId id = repository.resolve(ref + "^{commit}");
        if (id == null) {
            throw new PublicationException("the contribution is no commit");
        }
        return id;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
