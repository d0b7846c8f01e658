// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.learning.runs.Spot;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Recognises a value of one call's result among the arguments of a later one without keeping it: only hashes are kept,
 * with a secret of this process, and only of values that hardly turn up twice by chance. Places are written without what
 * could be data: {@code issues[].id}; see {@link Spot}. Safe for any number of threads.
 */
final class Fingerprints {

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_VALUES = 256;
    private static final int MOST_DEPTH = 12;
    private static final int LONGEST = 512;
    private static final int SHORTEST = 6;
    private static final int LONG_ENOUGH = 12;
    private static final long SMALL_NUMBER = 10_000;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_PLACE = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_-]*[0-9]?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}|\\d{2}:\\d{2}(:\\d{2})?");

    private final long secret = new SplittableRandom().nextLong();

    /** Hash to place of the telling values of a call's arguments. */
    Map<Long, Spot> ofArguments(RawJson arguments) {
        Map<Long, Spot> found = new LinkedHashMap<>();
        if (arguments.size() <= MOST_BYTES) {
            collect(tree(arguments), Spot.WHOLE, 0, found);
        }
        return found;
    }

    /** The same of a {@code CallToolResult}: its structured content, otherwise texts that are JSON or short. */
    Map<Long, Spot> ofResult(RawJson result) {
        Map<Long, Spot> found = new LinkedHashMap<>();
        if (result.size() > MOST_BYTES) {
            return found;
        }
        JsonNode tree = tree(result);
        JsonNode structured = tree.path("structuredContent");
        if (structured.isContainer()) {
            collect(structured, Spot.WHOLE, 0, found);
            return found;
        }
        Spot whole = tree.path("content").size() == 1 ? Spot.WHOLE : Spot.WHOLE.somewhere();
        for (JsonNode content : tree.path("content")) {
            String text = content.path("text").asString("").strip();
            if (text.startsWith("{") || text.startsWith("[")) {
                collect(parsed(text), whole, 0, found);
            } else {
                add(text, whole, found);
            }
        }
        return found;
    }

    private void collect(JsonNode node, Spot spot, int depth, Map<Long, Spot> found) {
        if (depth > MOST_DEPTH || found.size() >= MOST_VALUES || spot.place().length() > LONGEST_PLACE) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                collect(member.getValue(), joined(spot, member.getKey()), depth + 1, found);
            }
        } else if (node.isArray()) {
            int index = 0;
            for (JsonNode element : node) {
                collect(element, spot.element(index++), depth + 1, found);
            }
        } else if (node.isString()) {
            add(node.stringValue().strip(), spot, found);
        } else if (node.isNumber() && isTelling(node)) {
            found.putIfAbsent(hash(node.asString()), spot);
        }
    }

    private void add(String text, Spot spot, Map<Long, Spot> found) {
        if (isTelling(text)) {
            found.putIfAbsent(hash(text), spot);
        }
    }

    /** Long, or with a digit in it, such as most identifiers, paths and addresses; the time of day is everybody's. */
    private static boolean isTelling(String text) {
        return text.length() >= SHORTEST
                && text.length() <= LONGEST
                && (text.length() >= LONG_ENOUGH || text.chars().anyMatch(Character::isDigit))
                && !DAY.matcher(text).matches();
    }

    private static boolean isTelling(JsonNode number) {
        return number.isIntegralNumber()
                ? !number.canConvertToLong() || Math.abs(number.longValue()) >= SMALL_NUMBER
                : number.asString().length() > SHORTEST;
    }

    /** A member's name that may be data, such as an address as key of a map, becomes a star. */
    private static Spot joined(Spot spot, String name) {
        boolean shown = name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
        return shown ? spot.member(name) : spot.member("*").somewhere();
    }

    private long hash(String text) {
        long hash = secret;
        for (int place = 0; place < text.length(); place++) {
            hash = (hash ^ text.charAt(place)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static JsonNode tree(RawJson json) {
        return json.tree();
    }

    private static JsonNode parsed(String text) {
        try {
            return RawJson.parse(text).tree();
        } catch (IllegalArgumentException _) {
            return RawJson.EMPTY_OBJECT.tree();
        }
    }
}
