// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** When two JSON values are equal, or one is less (RFC 9535, section 2.3.5.2.2). Numbers are compared exactly. */
final class JsonComparison {

    private JsonComparison() {}

    static boolean equal(Optional<JsonNode> left, Optional<JsonNode> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() && right.isEmpty();
        }
        return equal(left.get(), right.get());
    }

    static boolean equal(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        if (left.isArray() && right.isArray()) {
            return equalElements(left, right);
        }
        if (left.isObject() && right.isObject()) {
            return equalMembers(left, right);
        }
        return left.equals(right);
    }

    static boolean less(Optional<JsonNode> left, Optional<JsonNode> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        if (left.get().isNumber() && right.get().isNumber()) {
            return left.get().decimalValue().compareTo(right.get().decimalValue()) < 0;
        }
        return left.get().isString()
                && right.get().isString()
                && lessText(left.get().asString(), right.get().asString());
    }

    /** By Unicode scalar values, which differs from the order of UTF-16 units beyond the basic plane. */
    private static boolean lessText(String left, String right) {
        int at = 0;
        while (at < left.length() && at < right.length()) {
            int a = left.codePointAt(at);
            int b = right.codePointAt(at);
            if (a != b) {
                return a < b;
            }
            at += Character.charCount(a);
        }
        return left.length() < right.length();
    }

    private static boolean equalElements(JsonNode left, JsonNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMembers(JsonNode left, JsonNode right) {
        return left.size() == right.size()
                && left.properties().stream().allMatch(member -> {
                    JsonNode other = right.get(member.getKey());
                    return other != null && equal(member.getValue(), other);
                });
    }
}
