// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of one tool that have to stand in HTTP headers as well, since intermediaries read only those (revision
 * 2026-07-28, "Custom Headers from Tool Parameters").
 */
record MirroredParameters(List<Mirror> mirrors) {

    private static final String ANNOTATION = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final Set<String> NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> DATA = Set.of("default", "const", "enum", "examples");

    MirroredParameters {
        mirrors = List.copyOf(mirrors);
    }

    /** One header and the way through the arguments to its value. */
    record Mirror(String header, List<String> path) {
        Mirror {
            path = List.copyOf(path);
        }
    }

    /**
     * Reads the annotations of a schema.
     *
     * @throws IllegalArgumentException with the reason if one of them breaks the rules, which makes the tool invalid
     */
    static MirroredParameters of(JsonNode inputSchema) {
        List<Mirror> found = new ArrayList<>();
        visit(inputSchema, List.of(), true, found);
        Set<String> names = new HashSet<>();
        for (Mirror mirror : found) {
            if (!names.add(mirror.header().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("two parameters have the same " + ANNOTATION + " \""
                        + mirror.header().substring(PREFIX.length()) + "\"");
            }
        }
        return new MirroredParameters(found);
    }

    /** The headers for these arguments of a call; a parameter that is absent or null has none. */
    Map<String, String> headers(RawJson arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Mirror mirror : mirrors) {
            Optional<RawJson> value = Optional.of(arguments);
            for (String step : mirror.path()) {
                value = value.filter(RawJson::isObject)
                        .flatMap(object -> RawMember.find(object, step).value());
            }
            value.flatMap(MirroredParameters::text)
                    .ifPresent(text -> headers.put(mirror.header(), HeaderText.encode(text)));
        }
        return headers;
    }

    private static void visit(JsonNode schema, List<String> path, boolean reachable, List<Mirror> found) {
        if (schema.isArray()) {
            schema.forEach(element -> visit(element, path, false, found));
            return;
        }
        if (!schema.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            if (name.equals(ANNOTATION)) {
                found.add(mirror(schema, path, reachable));
            } else if (NAMED_SCHEMAS.contains(name)) {
                boolean chain = reachable && name.equals("properties");
                for (Map.Entry<String, JsonNode> member : keyword.getValue().properties()) {
                    List<String> further = new ArrayList<>(path);
                    further.add(member.getKey());
                    visit(member.getValue(), further, chain, found);
                }
            } else if (!DATA.contains(name)) {
                visit(keyword.getValue(), path, false, found);
            }
        }
    }

    private static Mirror mirror(JsonNode schema, List<String> path, boolean reachable) {
        if (!reachable || path.isEmpty()) {
            throw new IllegalArgumentException(
                    ANNOTATION + " stands where no chain of \"properties\" leads, at " + path);
        }
        JsonNode annotation = schema.path(ANNOTATION);
        if (!annotation.isString() || !TOKEN.matcher(annotation.asString()).matches()) {
            throw new IllegalArgumentException(ANNOTATION + " of parameter " + path + " is no name for a header");
        }
        if (!isPrimitive(schema.path("type"))) {
            throw new IllegalArgumentException(
                    ANNOTATION + " of parameter " + path + " needs a parameter of the type string, integer or boolean");
        }
        return new Mirror(PREFIX + annotation.asString(), path);
    }

    /** One of the types, or one of them beside null, whose value has no header anyway. */
    private static boolean isPrimitive(JsonNode type) {
        if (type.isString()) {
            return TYPES.contains(type.asString());
        }
        List<String> names = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(element -> names.add(element.asString("")));
        }
        names.remove("null");
        return names.size() == 1 && TYPES.contains(names.getFirst());
    }

    private static Optional<String> text(RawJson value) {
        JsonNode node = value.tree();
        if (node.isString()) {
            return Optional.of(node.asString());
        }
        if (node.isBoolean()) {
            return Optional.of(Boolean.toString(node.booleanValue()));
        }
        return node.isNumber() ? Optional.of(number(value.toString().strip())) : Optional.empty();
    }

    /** A whole number in plain digits however it is written; anything else as it is, for the server to judge. */
    private static String number(String literal) {
        BigDecimal number;
        try {
            number = new BigDecimal(literal);
        } catch (NumberFormatException _) {
            return literal;
        }
        // The exponent is the sender's: 1e999999999 in digits would fill the memory.
        boolean small = Math.abs((long) number.scale()) < 400 && number.precision() < 400;
        return small && number.stripTrailingZeros().scale() <= 0
                ? number.toBigInteger().toString()
                : literal;
    }
}
