// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.publishing.IsolatedSystemReader;
import ai.casys.publisher.publishing.Plan;
import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** A private repository in the making, and the public one that belongs to it; both bare, both in a folder of the test. */
public final class Workshop implements AutoCloseable {
    static final Person BOB = new Person("Bob", "bob@example.org");

    final FileRepository repository;
    private final Path publicFolder;
    private final Map<String, Item> files = new TreeMap<>();
    private Optional<ObjectId> head = Optional.empty();
    private int commits;

    /** What stands at a path. */
    record Item(FileMode mode, ObjectId id) {}

    public Workshop(Path folder) throws IOException {
        IsolatedSystemReader.install();
        publicFolder = folder.resolve("public.git");
        try (FileRepository open = new FileRepository(publicFolder.toFile())) {
            open.create(true);
        }
        repository = new FileRepository(folder.resolve("private.git").toFile());
        repository.create(true);
    }

    /** The same as {@code other} is now, in another folder. */
    Workshop(Path folder, Workshop other) throws IOException {
        publicFolder = folder.resolve("public.git");
        copy(other.publicFolder, publicFolder);
        copy(other.repository.getDirectory().toPath(), folder.resolve("private.git"));
        repository = new FileRepository(folder.resolve("private.git").toFile());
        files.putAll(other.files);
        head = other.head;
        commits = other.commits;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Files.copy(entry, to.resolve(from.relativize(entry)));
            }
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    Path publicFolder() {
        return publicFolder;
    }

    ObjectId head() {
        return head.orElseThrow();
    }

    public Workshop file(String path, String... lines) throws IOException {
        return file(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public Workshop file(String path, byte[] bytes) throws IOException {
        return item(path, FileMode.REGULAR_FILE, blob(bytes));
    }

    public Workshop link(String path, String target) throws IOException {
        return item(path, FileMode.SYMLINK, blob(target.getBytes(StandardCharsets.UTF_8)));
    }

    public Workshop item(String path, FileMode mode, ObjectId id) {
        files.put(path, new Item(mode, id));
        return this;
    }

    Workshop copy(String from, String to) {
        files.put(to, files.get(from));
        return this;
    }

    Workshop remove(String path) {
        files.remove(path);
        return this;
    }

    public ObjectId blob(byte[] bytes) throws IOException {
        return insert(repository, inserter -> inserter.insert(Constants.OBJ_BLOB, bytes));
    }

    /** The folder of everything put together so far. */
    ObjectId tree() throws IOException {
        return tree(repository, files);
    }

    public ObjectId commit(String message) throws IOException {
        return commit(message, BOB);
    }

    /** Commits what was put together to the private main branch. */
    ObjectId commit(String message, Person author) throws IOException {
        return commit(tree(), message, author);
    }

    ObjectId commit(ObjectId tree, String message, Person author) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        head.ifPresent(commit::setParentId);
        commit.setAuthor(ident(author));
        commit.setCommitter(ident(BOB));
        commit.setMessage(message);
        ObjectId id = insert(repository, inserter -> inserter.insert(commit));
        head = Optional.of(id);
        commits++;
        set(repository, "refs/heads/main", id);
        return id;
    }

    PersonIdent ident(Person person) {
        return new PersonIdent(
                person.name(),
                person.email(),
                Instant.ofEpochSecond(1_780_000_000L + commits * 60L),
                ZoneOffset.ofHours(2));
    }

    void tag(String name, ObjectId id) throws IOException {
        set(repository, "refs/tags/" + name, id);
    }

    /** Writes a tag object into the private repository. */
    ObjectId tagObject(String text) throws IOException {
        return insert(
                repository, inserter -> inserter.insert(Constants.OBJ_TAG, text.getBytes(StandardCharsets.UTF_8)));
    }

    public void plan(List<Check> checks, Consumer<Plan> receiver) throws IOException {
        new Publisher(checks, List.of(), List.of()).plan(request(), false, receiver);
    }

    void publish(List<Check> checks, Consumer<Plan> receiver) throws IOException {
        new Publisher(checks, List.of(), List.of()).publish(request(), receiver);
    }

    private Request request() {
        return new Request(
                repository.getDirectory().toPath(),
                publicFolder.toString(),
                "main",
                Optional.empty(),
                false,
                Optional.empty());
    }

    static ObjectId tree(Repository repository, Map<String, Item> items) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        items.forEach((path, item) -> {
            DirCacheEntry entry = new DirCacheEntry(path);
            entry.setFileMode(item.mode());
            entry.setObjectId(item.id());
            builder.add(entry);
        });
        builder.finish();
        return insert(repository, index::writeTree);
    }

    static void set(Repository repository, String ref, ObjectId id) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.disableRefLog();
        RefUpdate.Result result = update.forceUpdate();
        if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.REJECTED) {
            throw new IOException(ref + ": " + result);
        }
    }

    static ObjectId insert(Repository repository, Insertion insertion) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = insertion.into(inserter);
            inserter.flush();
            return id;
        }
    }

    /** Puts one object into a repository. */
    interface Insertion {
        ObjectId into(ObjectInserter inserter) throws IOException;
    }
}
