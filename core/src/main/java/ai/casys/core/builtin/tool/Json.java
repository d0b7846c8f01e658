// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reading and writing JSON the way the built-in tools need it: decimals keep every digit, a repeated member name is an
 * error. Thread-safe.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonMapper INDENTED =
            MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** A new empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Parses a text that must be one JSON value.
     *
     * @param what how the text is called in the message, for example {@code argument "text"}
     * @throws ToolFailure if it is not, with line and column
     */
    public static JsonNode parse(String text, String what) {
        try {
            return present(MAPPER.readTree(text), what);
        } catch (JacksonException e) {
            throw notJson(what, e);
        }
    }

    static JsonNode parse(byte[] text, String what) {
        try {
            return present(MAPPER.readTree(text), what);
        } catch (JacksonException e) {
            throw notJson(what, e);
        }
    }

    /** One line. */
    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** Several lines, two spaces a level. */
    public static String writeIndented(JsonNode node) {
        return INDENTED.writeValueAsString(node);
    }

    static byte[] writeBytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    private static JsonNode present(JsonNode node, String what) {
        if (node.isMissingNode()) {
            throw new ToolFailure(what + " is empty; give one JSON value.");
        }
        return node;
    }

    private static ToolFailure notJson(String what, JacksonException cause) {
        String place = cause.getLocation() == null || cause.getLocation().getLineNr() < 1
                ? ""
                : " (line " + cause.getLocation().getLineNr() + ", column "
                        + cause.getLocation().getColumnNr() + ")";
        return new ToolFailure(
                what + " is not one valid JSON value" + place + ": " + cause.getOriginalMessage(), cause);
    }
}
