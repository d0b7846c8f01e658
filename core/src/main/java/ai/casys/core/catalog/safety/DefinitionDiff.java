// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is different between two definitions of a tool, as data and as a text for a person. Objects are compared member
 * by member, lists element by element; a list of plain values, such as {@code required}, counts as one value.
 *
 * @param changes in the order of the newer definition, what is gone where it stood; at most 1,000
 */
public record DefinitionDiff(List<DefinitionChange> changes) {

    private static final int MOST_CHANGES = 1000;

    public DefinitionDiff {
        changes = List.copyOf(changes);
    }

    /** Compares two definitions, each one JSON value. */
    public static DefinitionDiff between(RawJson before, RawJson after) {
        List<DefinitionChange> changes = new ArrayList<>();
        compare("", before.tree(), after.tree(), changes);
        return new DefinitionDiff(changes.subList(0, Math.min(changes.size(), MOST_CHANGES)));
    }

    /**
     * One block for each change. Texts are shown line by line, and of a long line only what changed with a little around
     * it; hidden characters are written as {@code <U+XXXX>}.
     */
    public String text() {
        if (changes.isEmpty()) {
            return "The definitions say the same; only the way they are written differs.\n";
        }
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> DiffText.append(text, change));
        return text.toString();
    }

    // Depth is bounded by the parser's own limit on nesting.
    private static void compare(String path, JsonNode before, JsonNode after, List<DefinitionChange> changes) {
        if (before.equals(after) || changes.size() >= MOST_CHANGES) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            names.forEach(name -> member(path + "/" + escaped(name), before.get(name), after.get(name), changes));
            return;
        }
        if (before.isArray() && after.isArray() && (hasContainers(before) || hasContainers(after))) {
            for (int index = 0; index < Math.max(before.size(), after.size()); index++) {
                member(path + "/" + index, before.get(index), after.get(index), changes);
            }
            return;
        }
        changes.add(new DefinitionChange.Changed(path, before, after));
    }

    private static void member(
            String path, @Nullable JsonNode before, @Nullable JsonNode after, List<DefinitionChange> changes) {
        if (before != null && after != null) {
            compare(path, before, after, changes);
        } else if (before != null) {
            changes.add(new DefinitionChange.Removed(path, before));
        } else if (after != null) {
            changes.add(new DefinitionChange.Added(path, after));
        }
    }

    private static boolean hasContainers(JsonNode array) {
        return array.valueStream().anyMatch(JsonNode::isContainer);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
