// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.testing;

import ai.casys.publisher.publishing.IsolatedSystemReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare repository whose history a test writes commit by commit, with dates that count minutes. */
public final class TestRepository implements AutoCloseable {
    /** The first commit's second; each further one is a minute later. */
    private static final long FIRST = 1_700_000_000L;

    private final Repository repository;
    private final PackInserter inserter;
    private int commits;

    private TestRepository(Repository repository) {
        this.repository = repository;
        inserter = ((ObjectDirectory) repository.getObjectDatabase()).newPackInserter();
    }

    static {
        IsolatedSystemReader.install();
    }

    /** A new one in {@code folder}. */
    public static TestRepository create(Path folder) {
        try {
            Repository repository = new FileRepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setBare()
                    .build();
            repository.create(true);
            repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
            return new TestRepository(repository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Repository repository() {
        return repository;
    }

    public Path folder() {
        return repository.getDirectory().toPath();
    }

    /** What a commit says besides its files. */
    public record Words(String author, String message, Charset charset, String headers) {
        public static Words of(String message) {
            return new Words("Ann <ann@example.org>", message, StandardCharsets.UTF_8, "");
        }

        public Words by(String other) {
            return new Words(other, message, charset, headers);
        }

        public Words in(Charset other, String moreHeaders) {
            return new Words(author, message, other, moreHeaders);
        }
    }

    public ObjectId commit(String message, Map<String, String> files, ObjectId... parents) {
        return commit(Words.of(message), files, List.of(parents));
    }

    /**
     * Writes a commit.
     *
     * @param files contents by path; one that starts with {@code link:} is a symbolic link, with {@code exec:} an
     *     executable, with {@code commit:} a submodule
     */
    public ObjectId commit(Words words, Map<String, String> files, List<ObjectId> parents) {
        long second = FIRST + 60L * commits++;
        StringBuilder header = new StringBuilder();
        header.append("tree ").append(tree(files).name()).append('\n');
        parents.forEach(parent -> header.append("parent ").append(parent.name()).append('\n'));
        header.append("author ")
                .append(words.author())
                .append(' ')
                .append(second)
                .append(" +0130\n");
        header.append("committer Cy <cy@corp.internal> ").append(second + 7).append(" -0800\n");
        header.append(words.headers()).append('\n').append(words.message());
        return insert(Constants.OBJ_COMMIT, header.toString().getBytes(words.charset()));
    }

    public ObjectId tag(String name, ObjectId commit, String message) {
        ObjectId tag = insert(
                Constants.OBJ_TAG,
                ("object " + commit.name() + "\ntype commit\ntag " + name
                                + "\ntagger Ann <ann@example.org> 1700009999 +0000\n\n" + message + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        ref(Constants.R_TAGS + name, tag);
        return tag;
    }

    public void ref(String name, ObjectId id) {
        try {
            flush();
            RefUpdate update = repository.updateRef(name);
            update.setNewObjectId(id);
            update.disableRefLog();
            switch (update.forceUpdate()) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
                default -> throw new IllegalStateException(name + ": " + update.getResult());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void main(ObjectId id) {
        ref(Constants.R_HEADS + "main", id);
    }

    public void delete(String ref) {
        try {
            RefUpdate update = repository.updateRef(ref);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commit {@code main} is at. */
    public Optional<ObjectId> main() {
        return Optional.ofNullable(refs().get(Constants.R_HEADS + "main"));
    }

    /** All refs that name an object. */
    public Map<String, ObjectId> refs() {
        try {
            repository.getRefDatabase().refresh();
            Map<String, ObjectId> refs = new TreeMap<>();
            for (Ref ref : repository.getRefDatabase().getRefs()) {
                if (!ref.isSymbolic() && ref.getObjectId() != null) {
                    refs.put(ref.getName(), ref.getObjectId().copy());
                }
            }
            return refs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mode and id of each file of a commit, by path. */
    public static Map<String, String> files(Repository repository, ObjectId commit) {
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk files = new TreeWalk(repository)) {
            files.addTree(walk.parseCommit(commit).getTree());
            files.setRecursive(true);
            Map<String, String> found = new TreeMap<>();
            while (files.next()) {
                found.put(
                        files.getPathString(),
                        files.getFileMode(0) + " " + files.getObjectId(0).name());
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, String> files(ObjectId commit) {
        return files(repository, commit);
    }

    /** Subjects from the tip back to the roots. */
    public List<String> subjects(ObjectId tip) {
        return log(tip).stream().map(RevCommit::getShortMessage).toList();
    }

    public List<RevCommit> log(ObjectId tip) {
        return log(repository, tip);
    }

    public static List<RevCommit> log(Repository repository, ObjectId tip) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.sort(org.eclipse.jgit.revwalk.RevSort.TOPO);
            walk.markStart(walk.parseCommit(tip));
            List<RevCommit> log = new ArrayList<>();
            walk.forEach(log::add);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes(ObjectId id) {
        flush();
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.open(id).getCachedBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ObjectId insert(int type, byte[] bytes) {
        try {
            return inserter.insert(type, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void flush() {
        try {
            inserter.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectId tree(Map<String, String> files) {
        Map<String, Object> root = new TreeMap<>();
        files.forEach((path, content) -> put(root, path, content));
        return tree(root, "");
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> folder, String path, String content) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            folder.put(path, content);
            return;
        }
        put(
                (Map<String, Object>) folder.computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>()),
                path.substring(slash + 1),
                content);
    }

    @SuppressWarnings("unchecked")
    private ObjectId tree(Map<String, Object> folder, String path) {
        TreeFormatter formatter = new TreeFormatter();
        // Git sorts a folder as if its name ended in a slash.
        Map<String, String> sorted = new TreeMap<>();
        folder.forEach((name, value) -> sorted.put(value instanceof Map ? name + "/" : name, name));
        for (String name : sorted.values()) {
            Object value = folder.get(name);
            if (value instanceof Map<?, ?> inner) {
                formatter.append(name, FileMode.TREE, tree((Map<String, Object>) inner, path + name + "/"));
                continue;
            }
            String content = (String) value;
            if (content.startsWith("commit:")) {
                formatter.append(name, FileMode.GITLINK, ObjectId.fromString(content.substring(7)));
            } else if (content.startsWith("link:")) {
                formatter.append(name, FileMode.SYMLINK, blob(content.substring(5)));
            } else if (content.startsWith("exec:")) {
                formatter.append(name, FileMode.EXECUTABLE_FILE, blob(content.substring(5)));
            } else {
                formatter.append(name, FileMode.REGULAR_FILE, blob(content));
            }
        }
        return insert(Constants.OBJ_TREE, formatter.toByteArray());
    }

    private ObjectId blob(String content) {
        return insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        flush();
        inserter.close();
        repository.close();
    }
}
