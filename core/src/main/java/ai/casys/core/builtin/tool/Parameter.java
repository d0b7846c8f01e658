// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * One parameter of a tool: the source of both its JSON Schema and its check, so the two cannot differ.
 *
 * @param fallback what holds when the caller leaves it out
 */
public record Parameter(
        String name, String description, ParameterType type, boolean required, Optional<JsonNode> fallback) {

    public Parameter {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(description, "description is null");
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(fallback, "fallback is null");
    }

    /** A text of at most the given number of UTF-16 units. */
    public static Parameter text(String name, int maxLength, String description) {
        return optional(name, description, new ParameterType.Text(maxLength));
    }

    /** One of the given words. */
    public static Parameter choice(String name, List<String> choices, String description) {
        return optional(name, description, new ParameterType.Choice(choices));
    }

    /** A whole number between the two, both allowed. */
    public static Parameter integer(String name, long minimum, long maximum, String description) {
        return optional(name, description, new ParameterType.Whole(minimum, maximum));
    }

    /** Yes or no; no when left out. */
    public static Parameter flag(String name, String description) {
        return optional(name, description, new ParameterType.Flag()).fallingBackTo(BooleanNode.FALSE);
    }

    /** Any JSON value, null included. */
    public static Parameter any(String name, String description) {
        return optional(name, description, new ParameterType.Any());
    }

    /** A list whose items are all of one type. */
    public static Parameter list(String name, ParameterType items, int maxItems, String description) {
        return optional(name, description, new ParameterType.Items(items, maxItems));
    }

    /** The same parameter, which must be given. */
    public Parameter mandatory() {
        return new Parameter(name, description, type, true, Optional.empty());
    }

    /** The same parameter with a default. */
    public Parameter orElse(String value) {
        return fallingBackTo(StringNode.valueOf(value));
    }

    /** The same parameter with a default. */
    public Parameter orElse(long value) {
        return fallingBackTo(LongNode.valueOf(value));
    }

    private Parameter fallingBackTo(JsonNode value) {
        return new Parameter(name, description, type, false, Optional.of(value));
    }

    private static Parameter optional(String name, String description, ParameterType type) {
        return new Parameter(name, description, type, false, Optional.empty());
    }
}
