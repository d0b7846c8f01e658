// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of values that built-in tools take. */
public sealed interface ParameterType {

    /** A string of at most {@code maxLength} UTF-16 units, without NUL. */
    record Text(int maxLength) implements ParameterType {}

    /** One of several words. */
    record Choice(List<String> choices) implements ParameterType {
        public Choice {
            choices = List.copyOf(choices);
        }
    }

    /** A whole number within limits, both included. */
    record Whole(long minimum, long maximum) implements ParameterType {}

    /** A boolean. */
    record Flag() implements ParameterType {}

    /** Any JSON value. */
    record Any() implements ParameterType {}

    /** An array of at most {@code maxItems} values of one type. */
    record Items(ParameterType items, int maxItems) implements ParameterType {}

    /** An object with its own parameters. */
    record Fields(List<Parameter> parameters) implements ParameterType {
        public Fields {
            parameters = List.copyOf(parameters);
        }
    }

    /** The JSON Schema of this type. */
    default ObjectNode schema() {
        ObjectNode schema = Json.object();
        switch (this) {
            case Text text -> schema.put("type", "string").put("maxLength", text.maxLength());
            case Choice choice -> {
                schema.put("type", "string");
                choice.choices().forEach(schema.putArray("enum")::add);
            }
            case Whole whole ->
                schema.put("type", "integer").put("minimum", whole.minimum()).put("maximum", whole.maximum());
            case Flag _ -> schema.put("type", "boolean");
            case Any _ -> {
                // The empty schema accepts every value.
            }
            case Items list -> {
                schema.put("type", "array").put("maxItems", list.maxItems());
                schema.set("items", list.items().schema());
            }
            case Fields fields -> addProperties(schema, fields.parameters());
        }
        return schema;
    }

    /** Adds the members of an object schema that describe the parameters; nothing else is allowed in the object. */
    static void addProperties(ObjectNode schema, List<Parameter> parameters) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Parameter parameter : parameters) {
            ObjectNode property = parameter.type().schema().put("description", parameter.description());
            parameter.fallback().ifPresent(value -> property.set("default", value));
            properties.set(parameter.name(), property);
        }
        List<String> required = parameters.stream()
                .filter(Parameter::required)
                .map(Parameter::name)
                .toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        schema.put("additionalProperties", false);
    }

    /**
     * Checks a value.
     *
     * @param what how the value is called in the message, for example {@code argument "path"}
     * @throws ToolFailure that names the value, the rule and the remedy
     */
    default void check(JsonNode value, String what) {
        switch (this) {
            case Text text -> checkText(value, text, what);
            case Choice choice -> {
                if (!value.isString() || !choice.choices().contains(value.asString())) {
                    throw wrong(what, value, "must be one of " + String.join(", ", choice.choices()));
                }
            }
            case Whole whole -> checkWhole(value, whole, what);
            case Flag _ -> {
                if (!value.isBoolean()) {
                    throw wrong(what, value, "must be true or false");
                }
            }
            case Any _ -> {
                // Every value will do.
            }
            case Items list -> checkItems(value, list, what);
            case Fields fields -> {
                if (!value.isObject()) {
                    throw wrong(what, value, "must be an object");
                }
                Arguments.check(value, fields.parameters(), what + ", member");
            }
        }
    }

    private static void checkText(JsonNode value, Text text, String what) {
        if (!value.isString()) {
            throw wrong(what, value, "must be a string");
        }
        if (value.asString().length() > text.maxLength()) {
            throw new ToolFailure(what + " has " + value.asString().length() + " characters; at most "
                    + text.maxLength() + " are allowed. Send it in parts or shorten it.");
        }
    }

    private static void checkWhole(JsonNode value, Whole whole, String what) {
        boolean integral = value.isIntegralNumber() && value.canConvertToLong();
        if (!integral || value.asLong() < whole.minimum() || value.asLong() > whole.maximum()) {
            throw wrong(what, value, "must be a whole number from " + whole.minimum() + " to " + whole.maximum());
        }
    }

    private static void checkItems(JsonNode value, Items list, String what) {
        if (!value.isArray()) {
            throw wrong(what, value, "must be an array");
        }
        if (value.size() > list.maxItems()) {
            throw new ToolFailure(what + " has " + value.size() + " items; at most " + list.maxItems()
                    + " are allowed. Split the call.");
        }
        for (int i = 0; i < value.size(); i++) {
            list.items().check(value.get(i), what + ", item " + i);
        }
    }

    private static ToolFailure wrong(String what, JsonNode value, String rule) {
        String shown = Json.write(value);
        String cut = shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
        return new ToolFailure(what + " " + rule + ", but it is " + cut + ".");
    }
}
