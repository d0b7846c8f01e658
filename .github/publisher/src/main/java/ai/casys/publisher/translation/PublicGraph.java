// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Parents, trees and ancestry of public commits. Loads what it was not told from the candidate. */
final class PublicGraph {

    /** A generation is larger than those of all parents: nothing can be an ancestor of what has not a larger one. */
    private record Node(ObjectId tree, List<ObjectId> parents, int generation) {}

    private final Map<ObjectId, Node> nodes = new HashMap<>();
    private final ObjectReader reader;

    PublicGraph(ObjectReader reader) {
        this.reader = reader;
    }

    void add(ObjectId commit, ObjectId tree, List<ObjectId> parents) throws IOException {
        int generation = 0;
        for (ObjectId parent : parents) {
            generation = Math.max(generation, node(parent).generation() + 1);
        }
        nodes.put(commit, new Node(tree, List.copyOf(parents), generation));
    }

    ObjectId tree(ObjectId commit) throws IOException {
        return node(commit).tree();
    }

    /** Whether {@code old} can be reached from {@code young}; a commit reaches itself. */
    boolean reaches(ObjectId young, ObjectId old) throws IOException {
        if (young.equals(old)) {
            return true;
        }
        int floor = node(old).generation();
        Set<ObjectId> seen = new HashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>(List.of(young));
        while (!open.isEmpty()) {
            for (ObjectId parent : node(open.pop()).parents()) {
                if (parent.equals(old)) {
                    return true;
                }
                if (node(parent).generation() > floor && seen.add(parent)) {
                    open.push(parent);
                }
            }
        }
        return false;
    }

    private Node node(ObjectId commit) throws IOException {
        Node known = nodes.get(commit);
        if (known != null) {
            return known;
        }
        Map<ObjectId, RawCommit> loaded = new HashMap<>();
        Deque<ObjectId> open = new ArrayDeque<>(List.of(commit));
        while (!open.isEmpty()) {
            ObjectId next = open.peek();
            if (nodes.containsKey(next)) {
                open.pop();
                continue;
            }
            RawCommit raw = loaded.get(next);
            if (raw == null) {
                raw = new RawCommit(reader.open(next, Constants.OBJ_COMMIT).getCachedBytes());
                loaded.put(next, raw);
            }
            List<ObjectId> missing = new ArrayList<>(raw.parents());
            missing.removeIf(nodes::containsKey);
            if (missing.isEmpty()) {
                open.pop();
                loaded.remove(next);
                add(next, raw.tree(), raw.parents());
                continue;
            }
            missing.forEach(open::push);
        }
        return nodes.getOrDefault(commit, new Node(ObjectId.zeroId(), List.of(), 0));
    }
}
