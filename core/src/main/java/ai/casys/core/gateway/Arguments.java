// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What models get wrong about arguments, in their own words. */
final class Arguments {

    private Arguments() {}

    /** The first key that is none of the known ones. */
    static Optional<String> unknownKey(JsonNode arguments, Collection<String> known) {
        return arguments.propertyNames().stream()
                .filter(key -> !known.contains(key))
                .findFirst();
    }

    /** What a value is, for the sentence "must be …, not …". */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL -> "null";
            case BINARY, POJO, MISSING -> "nothing";
        };
    }
}
