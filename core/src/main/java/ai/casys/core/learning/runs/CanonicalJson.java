// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON in ASCII, with the members of objects in the order of their names, so that equal values are equal texts. */
public final class CanonicalJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private CanonicalJson() {}

    /** The text of a value that is not nested deeper than parsing allows. */
    public static String of(JsonNode value) {
        return MAPPER.writeValueAsString(sorted(value));
    }

    /** The text with members in the order they are in. */
    public static String inOrder(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Reads what was written here. */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    /** The JSON Schema type of a value. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            Map<String, JsonNode> members = new TreeMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.forEach((name, member) -> object.set(name, sorted(member)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return value;
    }
}
