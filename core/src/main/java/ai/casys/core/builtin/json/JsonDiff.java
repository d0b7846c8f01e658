// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.Json;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects the operations that turn one document into another, applicable one after the other (RFC 6902). Arrays are
 * compared after their common beginning and end are set aside, so an element put in or taken out is one change. Used
 * once, by one thread.
 */
final class JsonDiff {

    private final int maximum;
    private final Budget budget;
    private final ArrayNode changes = Json.array();

    JsonDiff(int maximum, Budget budget) {
        this.maximum = maximum;
        this.budget = budget;
    }

    /** Answers false if there are more changes than wanted. */
    boolean compare(JsonNode left, JsonNode right) {
        return compare(left, right, "");
    }

    ArrayNode changes() {
        return changes;
    }

    private boolean compare(JsonNode left, JsonNode right, String path) {
        budget.check();
        if (left.isObject() && right.isObject()) {
            return members(left, right, path);
        }
        if (left.isArray() && right.isArray()) {
            return elements(left, right, path);
        }
        return JsonComparison.equal(left, right) || replace(path, left, right);
    }

    private boolean members(JsonNode left, JsonNode right, String path) {
        for (Map.Entry<String, JsonNode> member : left.properties()) {
            JsonNode other = right.get(member.getKey());
            String below = path + "/" + escaped(member.getKey());
            boolean goOn = other == null ? remove(below, member.getValue()) : compare(member.getValue(), other, below);
            if (!goOn) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> member : right.properties()) {
            if (!left.has(member.getKey()) && !add(path + "/" + escaped(member.getKey()), member.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean elements(JsonNode left, JsonNode right, String path) {
        int shorter = Math.min(left.size(), right.size());
        int begin = 0;
        while (begin < shorter && equal(left.get(begin), right.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin && equal(left.get(left.size() - 1 - end), right.get(right.size() - 1 - end))) {
            end++;
        }
        int leftEnd = left.size() - end;
        int rightEnd = right.size() - end;
        for (int i = begin; i < Math.min(leftEnd, rightEnd); i++) {
            if (!compare(left.get(i), right.get(i), path + "/" + i)) {
                return false;
            }
        }
        for (int i = leftEnd - 1; i >= Math.max(rightEnd, begin); i--) {
            if (!remove(path + "/" + i, left.get(i))) {
                return false;
            }
        }
        for (int i = Math.max(leftEnd, begin); i < rightEnd; i++) {
            if (!add(path + "/" + i, right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean equal(JsonNode left, JsonNode right) {
        budget.check();
        return JsonComparison.equal(left, right);
    }

    private boolean replace(String path, JsonNode old, JsonNode value) {
        return change("replace", path)
                .map(change -> {
                    change.set("value", value);
                    change.set("old", old);
                    return change;
                })
                .isPresent();
    }

    private boolean remove(String path, JsonNode old) {
        return change("remove", path).map(change -> change.set("old", old)).isPresent();
    }

    private boolean add(String path, JsonNode value) {
        return change("add", path).map(change -> change.set("value", value)).isPresent();
    }

    private Optional<ObjectNode> change(String operation, String path) {
        if (changes.size() == maximum) {
            return Optional.empty();
        }
        return Optional.of(changes.addObject().put("op", operation).put("path", path));
    }

    /** RFC 6901. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
