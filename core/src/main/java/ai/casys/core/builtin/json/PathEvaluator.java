// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.ToolFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Applies a query to a document (RFC 9535, section 2). Queries over one document can find the same node again and again
 * ({@code $..[*,*]..[*,*]}), so the number of nodes in one list is limited. Used by one thread.
 */
final class PathEvaluator {

    private static final int MAX_NODES = 1_000_000;

    private final JsonNode root;
    private final Budget budget;
    private final FilterEvaluator filters;

    PathEvaluator(JsonNode root, Budget budget) {
        this.root = root;
        this.budget = budget;
        this.filters = new FilterEvaluator(this, budget);
    }

    /** All nodes that the query finds, in order, duplicates included. */
    List<FoundNode> find(Query query) {
        return find(query, root);
    }

    /** As {@link #find(Query)}, with a current node for relative queries. */
    List<FoundNode> find(Query query, JsonNode current) {
        List<FoundNode> nodes = List.of(FoundNode.root(query.relative() ? current : root));
        for (Segment segment : query.segments()) {
            List<FoundNode> next = new ArrayList<>();
            Consumer<FoundNode> limited = node -> {
                budget.check();
                if (next.size() == MAX_NODES) {
                    throw new ToolFailure("The query finds more than " + MAX_NODES
                            + " nodes on its way; make it more precise, for example without \"..\".");
                }
                next.add(node);
            };
            for (FoundNode node : nodes) {
                if (segment.descendant()) {
                    descend(node, segment, limited);
                } else {
                    select(node, segment, limited);
                }
            }
            nodes = next;
        }
        return nodes;
    }

    private void descend(FoundNode node, Segment segment, Consumer<FoundNode> found) {
        budget.check();
        select(node, segment, found);
        children(node, child -> descend(child, segment, found));
    }

    private void select(FoundNode node, Segment segment, Consumer<FoundNode> found) {
        for (Selector selector : segment.selectors()) {
            switch (selector) {
                case Selector.Name name -> {
                    JsonNode child = node.value().isObject() ? node.value().get(name.name()) : null;
                    if (child != null) {
                        found.accept(node.member(name.name(), child));
                    }
                }
                case Selector.Wildcard _ -> children(node, found);
                case Selector.Index index -> {
                    long size = node.value().isArray() ? node.value().size() : 0;
                    element(node, index.index() < 0 ? size + index.index() : index.index(), found);
                }
                case Selector.Slice slice -> slice(node, slice, found);
                case Selector.Filter filter ->
                    children(node, child -> {
                        budget.check();
                        if (filters.holds(filter.condition(), child.value())) {
                            found.accept(child);
                        }
                    });
            }
        }
    }

    private static void children(FoundNode node, Consumer<FoundNode> found) {
        if (node.value().isArray()) {
            for (int i = 0; i < node.value().size(); i++) {
                found.accept(node.element(i, node.value().get(i)));
            }
        } else if (node.value().isObject()) {
            node.value().properties().forEach(member -> found.accept(node.member(member.getKey(), member.getValue())));
        }
    }

    private static void element(FoundNode node, long index, Consumer<FoundNode> found) {
        if (node.value().isArray() && index >= 0 && index < node.value().size()) {
            found.accept(node.element(index, node.value().get((int) index)));
        }
    }

    /** Section 2.3.4.2.2. */
    private static void slice(FoundNode node, Selector.Slice slice, Consumer<FoundNode> found) {
        if (!node.value().isArray() || slice.step() == 0) {
            return;
        }
        long size = node.value().size();
        long step = slice.step();
        long start = normal(slice.start(), step > 0 ? 0 : size - 1, size);
        long end = normal(slice.end(), step > 0 ? size : -size - 1, size);
        if (step > 0) {
            long upper = Math.clamp(end, 0, size);
            for (long i = Math.clamp(start, 0, size); i < upper; i += step) {
                element(node, i, found);
            }
            return;
        }
        long lower = Math.clamp(end, -1, size - 1);
        for (long i = Math.clamp(start, -1, size - 1); i > lower; i += step) {
            element(node, i, found);
        }
    }

    private static long normal(OptionalLong given, long fallback, long size) {
        long value = given.orElse(fallback);
        return value >= 0 ? value : size + value;
    }
}
