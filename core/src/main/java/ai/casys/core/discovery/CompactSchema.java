// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An input schema with everything left out that says nothing: it accepts exactly the same arguments, and no word that
 * tells how to fill them in is lost. Left out are {@code $schema} where the dialect makes no difference, {@code title}s
 * that repeat the property's name, empty texts and an empty {@code required}.
 */
public final class CompactSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The dialect that MCP assumes where none is named. */
    private static final String DEFAULT_DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private static final Set<String> CLOSE_DIALECTS = Set.of(
            "http://json-schema.org/draft-06/schema",
            "http://json-schema.org/draft-07/schema",
            "https://json-schema.org/draft-06/schema",
            "https://json-schema.org/draft-07/schema",
            "https://json-schema.org/draft/2019-09/schema");

    /** Keywords that one of the close dialects lacks or reads differently from the default one; {@code $ref} only with siblings. */
    private static final Set<String> DIALECT_SENSITIVE = Set.of(
            "$id",
            "$anchor",
            "$dynamicAnchor",
            "$dynamicRef",
            "$recursiveAnchor",
            "$recursiveRef",
            "$vocabulary",
            "additionalItems",
            "contains",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "else",
            "if",
            "maxContains",
            "minContains",
            "prefixItems",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties");

    private static final Set<String> SCHEMA_KEYWORDS = Set.of(
            "additionalItems",
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties");

    private static final Set<String> SCHEMA_LIST_KEYWORDS = Set.of("allOf", "anyOf", "items", "oneOf", "prefixItems");

    private static final Set<String> SCHEMA_MAP_KEYWORDS =
            Set.of("$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties");

    private CompactSchema() {}

    /** A new tree; the given one stays as it is. */
    public static JsonNode of(JsonNode schema) {
        JsonNode compact = schema(schema, "");
        if (compact instanceof ObjectNode root && mayForgetDialect(schema)) {
            root.remove("$schema");
        }
        return compact;
    }

    private static JsonNode schema(JsonNode schema, String propertyName) {
        if (!schema.isObject()) {
            return schema.deepCopy();
        }
        ObjectNode compact = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (!saysNothing(member.getKey(), member.getValue(), propertyName)) {
                compact.set(member.getKey(), keyword(member.getKey(), member.getValue()));
            }
        }
        return compact;
    }

    private static JsonNode keyword(String name, JsonNode value) {
        if (value.isObject() && SCHEMA_MAP_KEYWORDS.contains(name)) {
            ObjectNode map = NODES.objectNode();
            boolean properties = name.equals("properties");
            value.properties()
                    .forEach(member ->
                            map.set(member.getKey(), schema(member.getValue(), properties ? member.getKey() : "")));
            return map;
        }
        if (value.isArray() && SCHEMA_LIST_KEYWORDS.contains(name)) {
            ArrayNode list = NODES.arrayNode();
            value.forEach(element -> list.add(schema(element, "")));
            return list;
        }
        return value.isObject() && SCHEMA_KEYWORDS.contains(name) ? schema(value, "") : value.deepCopy();
    }

    private static boolean saysNothing(String keyword, JsonNode value, String propertyName) {
        return switch (keyword) {
            case "description", "$comment" ->
                value.isString() && value.asString().isBlank();
            case "title" ->
                value.isString()
                        && (value.asString().isBlank()
                                || letters(value.asString()).equals(letters(propertyName)));
            case "required" -> value.isArray() && value.isEmpty();
            default -> false;
        };
    }

    private static String letters(String text) {
        return text.replaceAll("[\\s_-]+", "").toLowerCase(Locale.ROOT);
    }

    private static boolean mayForgetDialect(JsonNode schema) {
        String dialect = schema.path("$schema").asString("").replaceFirst("#$", "");
        return dialect.equals(DEFAULT_DIALECT)
                || (CLOSE_DIALECTS.contains(dialect) && !mentionsDialectSensitive(schema));
    }

    // Looks at property names and data too: a false alarm only keeps one short line.
    private static boolean mentionsDialectSensitive(JsonNode node) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            boolean referenceWithSiblings = member.getKey().equals("$ref") && node.size() > 1;
            boolean tuple = member.getKey().equals("items") && member.getValue().isArray();
            if (tuple
                    || referenceWithSiblings
                    || DIALECT_SENSITIVE.contains(member.getKey())
                    || mentionsDialectSensitive(member.getValue())) {
                return true;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (mentionsDialectSensitive(element)) {
                    return true;
                }
            }
        }
        return false;
    }
}
