// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One entry of {@code tools/list}. The definition is kept as it came, unknown fields included; the accessors read the
 * few parts that the gateway itself looks at. Immutable; the {@link JsonNode}s must not be changed.
 */
public record Tool(
        String name,
        Optional<String> title,
        Optional<String> description,
        JsonNode inputSchema,
        Optional<JsonNode> outputSchema,
        Optional<JsonNode> annotations,
        RawJson definition) {

    public Tool {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(description, "description is null");
        Objects.requireNonNull(inputSchema, "inputSchema is null");
        Objects.requireNonNull(outputSchema, "outputSchema is null");
        Objects.requireNonNull(annotations, "annotations is null");
        Objects.requireNonNull(definition, "definition is null");
    }

    /**
     * Reads one definition.
     *
     * @throws IllegalArgumentException if it is not an object with a non-blank {@code name} and an object
     *     {@code inputSchema}
     */
    public static Tool parse(RawJson definition) {
        JsonNode tree = definition.tree();
        String name = text(tree, "name")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("a tool needs a non-blank string \"name\""));
        JsonNode inputSchema = object(tree, "inputSchema")
                .orElseThrow(
                        () -> new IllegalArgumentException("tool \"" + name + "\" needs an object \"inputSchema\""));
        return new Tool(
                name,
                text(tree, "title").or(() -> object(tree, "annotations").flatMap(node -> text(node, "title"))),
                text(tree, "description"),
                inputSchema,
                object(tree, "outputSchema"),
                object(tree, "annotations"),
                definition);
    }

    private static Optional<String> text(JsonNode tree, String field) {
        JsonNode node = tree.path(field);
        return node.isString() ? Optional.of(node.asString()) : Optional.empty();
    }

    private static Optional<JsonNode> object(JsonNode tree, String field) {
        JsonNode node = tree.path(field);
        return node.isObject() ? Optional.of(node) : Optional.empty();
    }
}
