// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.discovery.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One value that a schema describes.
 *
 * @param pointer JSON Pointer (RFC 6901) to the value; the first element stands for those of an array
 * @param name the property's name
 * @param words the name's words in compared form
 * @param about words of the properties above it
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}; empty if the schema does not say
 * @param format the schema's {@code format}
 * @param schema all that the schema says
 * @param certain false for a value that stands in an array, which may be empty or hold the wanted one elsewhere
 */
record Field(
        String pointer,
        String name,
        Set<String> words,
        Set<String> about,
        Optional<String> type,
        Optional<String> format,
        JsonNode schema,
        boolean certain) {

    private static final int DEEPEST = 4;
    private static final int MOST = 100;

    Field {
        words = Set.copyOf(words);
        about = Set.copyOf(about);
    }

    /** The single values of a schema, breadth before depth left aside; at most {@value #MOST}. */
    static List<Field> of(JsonNode schema) {
        List<Field> fields = new ArrayList<>();
        collect(schema, "", Set.of(), true, DEEPEST, fields);
        return fields;
    }

    /** The properties of an object that must be given and that the schema gives no value for. */
    static List<Field> required(JsonNode schema) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode name : schema.path("required")) {
            JsonNode property = schema.path("properties").path(name.asString(""));
            if (property.isObject() && fields.size() < MOST) {
                fields.add(of(name.asString(), property, "/" + escaped(name.asString()), Set.of(), true));
            }
        }
        return fields;
    }

    private static void collect(
            JsonNode schema, String pointer, Set<String> about, boolean certain, int depth, List<Field> fields) {
        if (depth == 0 || fields.size() >= MOST) {
            return;
        }
        JsonNode items = schema.path("items");
        if (items.isObject()) {
            collect(items, pointer + "/0", about, false, depth - 1, fields);
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode inner = property.getValue();
            String at = pointer + "/" + escaped(property.getKey());
            if (inner.path("properties").isObject() || inner.path("items").isObject()) {
                Set<String> above = new LinkedHashSet<>(about);
                above.addAll(words(property.getKey()));
                collect(inner, at, above, certain, depth - 1, fields);
            } else if (fields.size() < MOST) {
                fields.add(of(property.getKey(), inner, at, about, certain));
            }
        }
    }

    private static Field of(String name, JsonNode schema, String pointer, Set<String> about, boolean certain) {
        return new Field(
                pointer, name, words(name), about, text(schema, "type"), text(schema, "format"), schema, certain);
    }

    static Set<String> words(String name) {
        Set<String> words = new LinkedHashSet<>();
        List<Words.Found> found = new Words().of(name);
        // Of a name in camelCase the cutter gives the parts and the whole; the whole says nothing new.
        for (Words.Found word : found) {
            boolean whole = found.stream()
                            .filter(other -> !other.term().equals(word.term())
                                    && word.term().contains(other.term()))
                            .count()
                    > 1;
            if (!whole) {
                words.add(word.term());
            }
        }
        return Set.copyOf(words);
    }

    private static Optional<String> text(JsonNode schema, String key) {
        JsonNode value = schema.path(key);
        if (value.isArray()) {
            for (JsonNode one : value) {
                if (one.isString() && !one.asString().equals("null")) {
                    return Optional.of(one.asString());
                }
            }
        }
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
