// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A private repository in the making, and the candidate that belongs to it, translated the plain way: one public commit
 * for each private one, nothing left out. Everything in it can be changed before the checks see it.
 */
final class Workshop implements AutoCloseable {
    static final Person BOB = new Person("Bob", "bob@example.org");
    static final Person PUBLISHER = new Person("Casys Publisher", "casys-publisher@users.noreply.github.com");

    final FileRepository privateRepository;
    final FileRepository candidateRepository;
    final List<ObjectId> origins = new ArrayList<>();
    final List<Published> published = new ArrayList<>();
    final Map<String, ObjectId> newTags = new TreeMap<>();
    Optional<ObjectId> publishedTip = Optional.empty();
    private final Map<String, Item> files = new TreeMap<>();
    private final Map<ObjectId, Policy> policies = new HashMap<>();

    /** What stands at a path. */
    record Item(FileMode mode, ObjectId id) {}

    Workshop(Path folder) throws IOException {
        privateRepository = bare(folder.resolve("private.git"));
        candidateRepository = bare(folder.resolve("candidate.git"));
        Files.writeString(
                folder.resolve("candidate.git/objects/info/alternates"),
                folder.resolve("private.git/objects").toString() + "\n");
    }

    private static FileRepository bare(Path folder) throws IOException {
        FileRepository repository = new FileRepository(folder.toFile());
        repository.create(true);
        return repository;
    }

    @Override
    public void close() {
        privateRepository.close();
        candidateRepository.close();
    }

    // The private side

    Workshop file(String path, String text) throws IOException {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    Workshop file(String path, byte[] bytes) throws IOException {
        return item(path, FileMode.REGULAR_FILE, blob(bytes));
    }

    Workshop executable(String path, String text) throws IOException {
        return item(path, FileMode.EXECUTABLE_FILE, blob(text.getBytes(StandardCharsets.UTF_8)));
    }

    Workshop link(String path, String target) throws IOException {
        return item(path, FileMode.SYMLINK, blob(target.getBytes(StandardCharsets.UTF_8)));
    }

    Workshop item(String path, FileMode mode, ObjectId id) {
        files.put(path, new Item(mode, id));
        return this;
    }

    Workshop remove(String path) {
        files.remove(path);
        return this;
    }

    ObjectId blob(byte[] bytes) throws IOException {
        return insert(privateRepository, inserter -> inserter.insert(Constants.OBJ_BLOB, bytes));
    }

    ObjectId commit(String message) throws IOException {
        return commit(message, BOB);
    }

    /** Commits what was put together to the private main branch. */
    ObjectId commit(String message, Person author) throws IOException {
        return commitTree(tree(privateRepository, files), message, author);
    }

    ObjectId commitTree(ObjectId tree, String message, Person author) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (!origins.isEmpty()) {
            commit.setParentId(origins.getLast());
        }
        commit.setAuthor(ident(author));
        commit.setCommitter(ident(BOB));
        commit.setMessage(message);
        ObjectId id = insert(privateRepository, inserter -> inserter.insert(commit));
        origins.add(id);
        update(privateRepository, "refs/heads/main", id);
        return id;
    }

    PersonIdent ident(Person person) {
        return new PersonIdent(
                person.name(),
                person.email(),
                Instant.ofEpochSecond(1_780_000_000L + origins.size() * 60L),
                ZoneOffset.ofHours(2));
    }

    // The candidate

    /** Translates what was committed since the last call. */
    Workshop translate() throws IOException {
        for (ObjectId origin : origins.subList(published.size(), origins.size())) {
            translate(origin, raw(privateRepository, origin).getFullMessage());
        }
        return this;
    }

    /** Translates one private commit and gives it another message. */
    ObjectId translate(ObjectId origin, String message) throws IOException {
        RevCommit commit = raw(privateRepository, origin);
        Policy policy = policy(origin);
        Map<String, Item> open = new TreeMap<>();
        read(privateRepository, commit.getTree(), "", open);
        open.keySet().removeIf(path -> !policy.publishes(path));
        String body = message.strip() + "\n\nOrigin-Commit: " + origin.name() + "\nPolicy-Version: 1-0123456789ab\n";
        return publish(origin, tree(candidateRepository, open), commit.getAuthorIdent(), body);
    }

    /** Puts a public commit of one's own making on top. */
    ObjectId publish(ObjectId origin, ObjectId tree, PersonIdent author, String message) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (!published.isEmpty()) {
            commit.setParentId(published.getLast().commit());
        }
        commit.setAuthor(author);
        commit.setCommitter(
                new PersonIdent(PUBLISHER.name(), PUBLISHER.email(), author.getWhenAsInstant(), author.getZoneId()));
        commit.setMessage(message);
        return publish(origin, insert(candidateRepository, inserter -> inserter.insert(commit)));
    }

    ObjectId publish(ObjectId origin, ObjectId commit) throws IOException {
        policies.put(commit, policy(origin));
        published.add(new Published(origin, commit));
        update(candidateRepository, "refs/heads/main", commit);
        return commit;
    }

    /** Makes the newest public commit anew with other bytes. */
    void rewriteLast(java.util.function.UnaryOperator<String> change) throws IOException {
        Published last = published.removeLast();
        String text = new String(candidateRepository.open(last.commit()).getBytes(), StandardCharsets.ISO_8859_1);
        byte[] bytes = change.apply(text).getBytes(StandardCharsets.ISO_8859_1);
        ObjectId id = insert(candidateRepository, inserter -> inserter.insert(Constants.OBJ_COMMIT, bytes));
        publish(last.origin(), id);
    }

    /** Everything published so far is public already. */
    Workshop settle() {
        publishedTip = Optional.of(published.getLast().commit());
        return this;
    }

    Candidate candidate() throws IOException {
        Map<String, ObjectId> refs = new TreeMap<>();
        for (Ref ref : candidateRepository.getRefDatabase().getRefs()) {
            if (!ref.isSymbolic()) {
                refs.put(ref.getName(), ref.getObjectId());
            }
        }
        int first = 0;
        for (int index = 0; index < published.size(); index++) {
            if (publishedTip.isPresent() && published.get(index).commit().equals(publishedTip.get())) {
                first = index + 1;
            }
        }
        return new Candidate(
                privateRepository,
                origins.getLast(),
                candidateRepository,
                "main",
                publishedTip,
                published.getLast().commit(),
                published.subList(first, published.size()),
                newTags,
                refs,
                policy(origins.getLast()),
                policies::get);
    }

    Policy policy(ObjectId origin) throws IOException {
        Map<String, Item> all = new TreeMap<>();
        read(privateRepository, raw(privateRepository, origin).getTree(), "", all);
        return Policy.parse(privateRepository.open(all.get(Policy.PATH).id()).getBytes());
    }

    // Objects

    ObjectId tree(Repository repository, Map<String, Item> items) throws IOException {
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

    Map<String, Item> publicFiles(ObjectId commit) throws IOException {
        Map<String, Item> items = new TreeMap<>();
        read(candidateRepository, raw(candidateRepository, commit).getTree(), "", items);
        return items;
    }

    private static void read(Repository repository, ObjectId tree, String folder, Map<String, Item> items)
            throws IOException {
        try (Trees trees = new Trees(repository)) {
            for (PublishedFolder.Entry entry : trees.entries(tree)) {
                if (FileMode.TREE.equals(entry.mode())) {
                    read(repository, entry.id(), folder + entry.name() + "/", items);
                } else {
                    items.put(folder + entry.name(), new Item(entry.mode(), entry.id()));
                }
            }
        }
    }

    static RevCommit raw(Repository repository, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(id);
        }
    }

    static void update(Repository repository, String ref, ObjectId id) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.disableRefLog();
        update.update();
    }

    static ObjectId insert(Repository repository, Insertion insertion) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = insertion.into(inserter);
            inserter.flush();
            return id;
        }
    }

    interface Insertion {
        ObjectId into(ObjectInserter inserter) throws IOException;
    }
}
