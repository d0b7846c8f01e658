// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes arguments that are nearly right, and some that are not at all. */
final class HostileJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "$",
        "$[?@",
        "$..*",
        "\u0000",
        "../..",
        "/etc/passwd",
        "\ud800",
        "((((",
        "[",
        "a{1000}{1000}",
        "P1D",
        "PT-1H",
        "P999999999Y",
        "-",
        "9999999999999",
        "2026-02-30",
        "2026-01-01",
        "UTC",
        "Europe/Berln",
        "{}",
        "[1,2]",
        "a,b\n\"c",
        "a;b\n1;2;3\n",
        "\ufeffx",
        "ä".repeat(300),
        "x".repeat(5000),
        "%",
        "%zz",
        "==",
        "yyyy",
        "qqq",
        "'",
        "\\",
        "1e400",
        "{\"a\":1,\"a\":2}",
        "[[[[[[[[[[]]]]]]]]]]",
        "column_1",
        ".casys-tmp-x"
    };

    private HostileJson() {}

    static String arguments(JsonNode schema, Random random) {
        return value(schema, random, 0).toString();
    }

    private static JsonNode value(JsonNode schema, Random random, int depth) {
        if (random.nextInt(25) == 0 && depth > 0) {
            return anything(random, depth);
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> object(schema, random, depth);
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(schema.path("items"), random, depth + 1));
                }
                yield array;
            }
            case "string" -> {
                JsonNode words = schema.path("enum");
                yield words.isArray() && random.nextInt(20) > 0
                        ? words.get(random.nextInt(words.size()))
                        : NODES.stringNode(TEXTS[random.nextInt(TEXTS.length)]);
            }
            case "integer" -> NODES.numberNode(random.nextBoolean() ? random.nextInt(20) : random.nextLong());
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> anything(random, depth);
        };
    }

    private static ObjectNode object(JsonNode schema, Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties().forEach(property -> {
            boolean required = schema.path("required").toString().contains("\"" + property.getKey() + "\"");
            if (random.nextInt(20) > 0 && (required || random.nextInt(3) == 0)) {
                object.set(property.getKey(), value(property.getValue(), random, depth + 1));
            }
        });
        if (random.nextInt(40) == 0) {
            object.put(TEXTS[random.nextInt(TEXTS.length)], 1);
        }
        return object;
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextDouble() * 1e6 - 5e5);
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.stringNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 5 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(anything(random, depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(TEXTS[random.nextInt(TEXTS.length)], anything(random, depth + 1));
                }
                yield object;
            }
        };
    }
}
