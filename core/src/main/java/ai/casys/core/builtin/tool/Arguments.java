// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of one call, checked against the tool's parameters and completed with their defaults. Asking for a name
 * that is not a parameter, or for a mandatory value of another type, is a fault of the tool. Not for sharing.
 */
public final class Arguments {

    private final JsonNode values;
    private final List<Parameter> parameters;

    private Arguments(JsonNode values, List<Parameter> parameters) {
        this.values = values;
        this.parameters = parameters;
    }

    /**
     * Reads and checks the arguments of a call.
     *
     * @throws ToolFailure for an unknown, missing or wrong argument
     */
    public static Arguments read(RawJson json, List<Parameter> parameters) {
        JsonNode values = Json.parse(json.toByteArray(), "The arguments object");
        if (values.isNull()) {
            return read(RawJson.EMPTY_OBJECT, parameters);
        }
        if (!values.isObject()) {
            throw new ToolFailure("The arguments must be a JSON object such as {\"name\": value}.");
        }
        check(values, parameters, "Argument");
        return new Arguments(values, parameters);
    }

    static void check(JsonNode values, List<Parameter> parameters, String what) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        for (String given : values.propertyNames()) {
            if (!names.contains(given)) {
                throw unknown(given, names, what);
            }
        }
        for (Parameter parameter : parameters) {
            JsonNode value = values.get(parameter.name());
            if (value != null) {
                parameter.type().check(value, what + " \"" + parameter.name() + "\"");
                continue;
            }
            if (parameter.required()) {
                throw new ToolFailure(
                        what + " \"" + parameter.name() + "\" is missing; it is required: " + parameter.description());
            }
        }
    }

    /** Whether the caller gave this argument. */
    public boolean has(String name) {
        parameter(name);
        return values.has(name);
    }

    /** A text that is mandatory or has a default. */
    public String text(String name) {
        return present(name).asString();
    }

    /** A text that may be left out. */
    public Optional<String> optionalText(String name) {
        return node(name).map(JsonNode::asString);
    }

    /** A whole number that is mandatory or has a default. */
    public long integer(String name) {
        return present(name).asLong();
    }

    /** As {@link #integer}, for parameters whose limits fit. */
    public int count(String name) {
        return Math.toIntExact(integer(name));
    }

    /** A boolean that is mandatory or has a default. */
    public boolean flag(String name) {
        return present(name).asBoolean();
    }

    /** Any value, or the default if there is one. */
    public Optional<JsonNode> node(String name) {
        JsonNode given = values.get(name);
        return given == null ? parameter(name).fallback() : Optional.of(given);
    }

    /** A list of texts; empty when left out. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        node(name).ifPresent(list -> list.forEach(item -> texts.add(item.asString())));
        return List.copyOf(texts);
    }

    /** A list of objects, each with its own parameters; empty when left out. */
    public List<Arguments> objects(String name) {
        if (!(parameter(name).type() instanceof ParameterType.Items list)
                || !(list.items() instanceof ParameterType.Fields fields)) {
            throw new IllegalStateException("parameter " + name + " is no list of objects");
        }
        List<Arguments> objects = new ArrayList<>();
        node(name).ifPresent(items -> items.forEach(item -> objects.add(new Arguments(item, fields.parameters()))));
        return List.copyOf(objects);
    }

    /** One of two ways to give the same thing: as JSON value, or as text that holds JSON. */
    public JsonNode jsonOrText(String valueName, String textName) {
        if (has(valueName) == has(textName)) {
            throw new ToolFailure("Give exactly one of \"" + valueName + "\" (a JSON value) and \"" + textName
                    + "\" (a string that holds JSON).");
        }
        return has(valueName) ? present(valueName) : Json.parse(text(textName), "Argument \"" + textName + "\"");
    }

    private JsonNode present(String name) {
        return node(name).orElseThrow(() -> new IllegalStateException("parameter " + name + " has no value"));
    }

    private Parameter parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no parameter " + name));
    }

    private static ToolFailure unknown(String given, List<String> names, String what) {
        String shown = given.length() > 60 ? given.substring(0, 60) + "…" : given;
        String hint = Nearest.to(given, names)
                .map(near -> " Did you mean \"" + near + "\"?")
                .orElse("");
        String known = names.isEmpty() ? "it takes none" : "known are " + String.join(", ", names);
        return new ToolFailure(what + " \"" + shown + "\" is not known; " + known + "." + hint);
    }

    @Override
    public String toString() {
        return "Arguments" + (values instanceof ObjectNode object ? object.propertyNames() : "");
    }
}
