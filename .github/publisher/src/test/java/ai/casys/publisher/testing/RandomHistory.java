// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.testing;

import ai.casys.publisher.testing.TestRepository.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A private history out of a seed: everything that real ones do, and a few things that only a malicious or unlucky one
 * does. Main only ever moves forward; side branches start anywhere and are merged later.
 */
public final class RandomHistory {
    private static final List<String> PUBLIC = List.of("core", "shared", "docs");
    private static final List<String> PRIVATE = List.of("cloud", "secrets", ".github/publisher");
    private static final String POLICY = ".github/publication.yaml";

    private final Random random;
    private final TestRepository repository;
    private final Map<ObjectId, Map<String, String>> files = new LinkedHashMap<>();
    private final List<ObjectId> mains = new ArrayList<>();
    private final List<ObjectId> sides = new ArrayList<>();
    private int counter;
    private boolean widened;

    public RandomHistory(long seed, TestRepository repository) {
        this.random = new Random(seed);
        this.repository = repository;
        int before = random.nextInt(4);
        ObjectId main = commit(Words.of("first"), new TreeMap<>(Map.of("core/a", "0", "cloud/a", "0")), List.of());
        mains.add(main);
        for (int i = 0; i < before; i++) {
            step();
        }
        Map<String, String> next = copy(mains.getLast());
        next.put(POLICY, policy(false));
        mains.add(commit(Words.of("Add a policy"), next, List.of(mains.getLast())));
    }

    /** Each commit main was at, oldest first. */
    public List<ObjectId> mains() {
        return mains;
    }

    /** Every commit there is. */
    public Iterable<ObjectId> all() {
        return files.keySet();
    }

    /** The policy that all histories start with. */
    public static String policy(boolean wide) {
        return """
                version: 1
                roots: [core, docs, LICENSE%s]
                files: [.github/workflows/ci.yml]
                private: [.github, cloud, secrets]
                forbidden: ['acme', 'private-\\d+']
                tags: ['v*']
                identities:
                  allowed-domains: [example.org]
                  map: {'Bob <bob@corp.internal>': 'Bob <bob@example.org>'}
                """.formatted(wide ? ", shared" : "");
    }

    public void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
        repository.main(mains.getLast());
    }

    private void step() {
        int kind = random.nextInt(20);
        if (kind < 4 || (kind < 9 && sides.isEmpty())) {
            // A side branch from anywhere, also from before the policy.
            ObjectId from = sides.isEmpty() || random.nextBoolean()
                    ? mains.get(random.nextInt(mains.size()))
                    : sides.remove(random.nextInt(sides.size()));
            sides.add(change(from));
        } else if (kind < 9) {
            mains.add(merge());
        } else if (kind == 9 && !sides.isEmpty() && files.get(sides.getLast()).containsKey(POLICY)) {
            // A fast forward of main to a branch that merged main: the sides change roles.
            ObjectId side = sides.removeLast();
            Map<String, String> both = copy(mains.getLast());
            both.putAll(files.get(side));
            both.put(POLICY, files.get(mains.getLast()).getOrDefault(POLICY, policy(widened)));
            mains.add(commit(Words.of("private-1 merges the other way"), both, List.of(side, mains.getLast())));
        } else if (kind == 10) {
            Map<String, String> same = copy(mains.getLast());
            mains.add(commit(Words.of("Nothing changes"), same, List.of(mains.getLast())));
        } else if (kind == 11 && mains.size() > 2) {
            Map<String, String> old = copy(mains.get(mains.size() - 2));
            keepPolicy(old, mains.getLast());
            mains.add(commit(Words.of("Revert the last"), old, List.of(mains.getLast())));
        } else if (kind == 12 && files.get(mains.getLast()).containsKey(POLICY)) {
            widened = true;
            Map<String, String> next = copy(mains.getLast());
            next.put(POLICY, policy(true));
            mains.add(commit(Words.of("Widen the policy"), next, List.of(mains.getLast())));
        } else {
            mains.add(change(mains.getLast()));
        }
        if (random.nextInt(6) == 0) {
            String name = (random.nextBoolean() ? "v" : "private-") + counter;
            ObjectId commit = mains.get(random.nextInt(mains.size()));
            if (random.nextBoolean()) {
                repository.tag(name, commit, "includes an ACME build");
            } else {
                repository.ref("refs/tags/" + name, commit);
            }
        }
    }

    private ObjectId merge() {
        List<ObjectId> parents = new ArrayList<>(List.of(mains.getLast()));
        int arms = Math.min(sides.size(), random.nextInt(5) == 0 ? 3 : 1);
        for (int i = 0; i < arms; i++) {
            parents.add(sides.remove(random.nextInt(sides.size())));
        }
        Map<String, String> merged = copy(mains.getLast());
        int style = random.nextInt(6);
        for (ObjectId parent : parents.subList(1, parents.size())) {
            if (style == 0) {
                continue; // keeps ours
            }
            if (style == 1) {
                merged = copy(parent);
            } else {
                merged.putAll(files.get(parent));
            }
        }
        if (style == 2) {
            merged.put("core/evil", "made in the merge " + counter);
        }
        keepPolicy(merged, mains.getLast());
        return commit(Words.of("Merge branch 'private-" + counter + "'"), merged, parents);
    }

    private void keepPolicy(Map<String, String> of, ObjectId from) {
        String policy = files.get(from).get(POLICY);
        if (policy == null) {
            of.remove(POLICY);
        } else {
            of.put(POLICY, policy);
        }
    }

    private ObjectId change(ObjectId from) {
        Map<String, String> next = copy(from);
        boolean mixed = false;
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            mixed |= edit(next);
        }
        return commit(words(mixed), next, List.of(from));
    }

    /** Returns whether anything private changed. */
    private boolean edit(Map<String, String> next) {
        String open = PUBLIC.get(random.nextInt(PUBLIC.size())) + "/" + name();
        String closed = PRIVATE.get(random.nextInt(PRIVATE.size())) + "/" + name();
        counter++;
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> {
                next.put(open, "text " + counter);
                return open.startsWith("shared");
            }
            case 4, 5 -> next.put(closed, "acme " + counter);
            case 6 -> move(next, closed, open);
            case 7 -> move(next, open, closed);
            case 8 -> next.keySet().removeIf(path -> path.startsWith(PUBLIC.get(random.nextInt(3)) + "/"));
            case 9 -> {
                next.put("Core/" + name(), "case " + counter);
                next.put("core/A", "case " + counter);
            }
            case 10 -> next.put(".github/workflows/" + (random.nextBoolean() ? "ci.yml" : "sync.yml"), "on " + counter);
            case 11 -> next.put("core/link", "link:" + name());
            case 12 -> next.put("LICENSE", "exec:licence " + counter);
            default -> next.put("core-notes", "sorts between core and core/ " + counter);
        }
        return true;
    }

    private static void move(Map<String, String> next, String from, String to) {
        String content = next.remove(from);
        next.put(to, content == null ? "moved" : content);
    }

    private Words words(boolean mixed) {
        Words words = Words.of((mixed ? "private-" : "open-") + counter + "\n\nWhy: é\n");
        return switch (random.nextInt(6)) {
            case 0 -> words.by("Bob <bob@corp.internal>");
            case 1 -> words.in(StandardCharsets.ISO_8859_1, "encoding ISO-8859-1\n");
            case 2 -> words.in(StandardCharsets.ISO_8859_1, "encoding no such thing\n");
            case 3 -> words.in(StandardCharsets.UTF_8, "gpgsig -----BEGIN\n private-77\n -----END\n");
            default -> words;
        };
    }

    private String name() {
        return String.valueOf((char) ('a' + random.nextInt(4)));
    }

    private Map<String, String> copy(ObjectId commit) {
        return new TreeMap<>(files.get(commit));
    }

    private ObjectId commit(Words words, Map<String, String> content, List<ObjectId> parents) {
        ObjectId commit = repository.commit(words, content, parents);
        files.put(commit, content);
        counter++;
        return commit;
    }
}
