// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object of our own settings, read key by key. It remembers which keys were asked for, and {@link #finish}
 * refuses every other: the code that reads a setting is the list of known keys. Used by one thread.
 */
final class Section {

    private final String path;
    private final ObjectNode node;
    private final Variables variables;
    private final TreeSet<String> known = new TreeSet<>();

    Section(String path, ObjectNode node, Variables variables) {
        this.path = path;
        this.node = node;
        this.variables = variables;
    }

    /** The value as it stands, absent when the key is missing or {@code null}. */
    Optional<JsonNode> value(String key) {
        known.add(key);
        return node.optional(key).filter(value -> !value.isNull());
    }

    /** An inner object, empty when the key is missing. */
    Section section(String key) {
        Optional<JsonNode> value = value(key);
        if (value.isEmpty()) {
            return new Section(at(key), node.objectNode(), variables);
        }
        if (value.get() instanceof ObjectNode object) {
            return new Section(at(key), object, variables);
        }
        throw wrong(key, kind(value.get()), "must be an object");
    }

    /** A text that is not blank, variables replaced. */
    Optional<String> text(String key) {
        return value(key).map(value -> textOf(key, value));
    }

    /** A text, number or truth value, as text; variables replaced. */
    Optional<String> scalar(String key) {
        return value(key).map(value -> {
            if (value.isContainer()) {
                throw wrong(key, kind(value), "must be a text, a number, true or false");
            }
            return value.isString() ? textOf(key, value) : value.asString();
        });
    }

    Optional<Boolean> flag(String key) {
        return value(key).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(key, shown(value), "must be true or false, without quotation marks");
            }
            return value.booleanValue();
        });
    }

    Optional<Integer> integer(String key, int least, int most) {
        return value(key).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < least
                    || value.intValue() > most) {
                throw wrong(key, shown(value), "must be a whole number from " + least + " to " + most);
            }
            return value.intValue();
        });
    }

    Optional<Duration> duration(String key, Duration least, Duration most) {
        return value(key)
                .map(value -> (value.isString() ? Durations.parse(value.stringValue()) : Optional.<Duration>empty())
                        .filter(parsed -> parsed.compareTo(least) >= 0 && parsed.compareTo(most) <= 0)
                        .orElseThrow(() -> wrong(
                                key,
                                shown(value),
                                "must be a length of time from " + Durations.format(least) + " to "
                                        + Durations.format(most) + ", such as \"30s\", \"5m\" or \"250ms\"")));
    }

    /** A list of texts, variables replaced. */
    Optional<List<String>> texts(String key) {
        return value(key).map(value -> {
            if (!value.isArray()) {
                throw wrong(key, shown(value), "must be a list of texts, such as [\"a\", \"b\"]");
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode element : value) {
                texts.add(textOf(key + "[" + texts.size() + "]", element));
            }
            return List.copyOf(texts);
        });
    }

    /** The keys that are there. */
    List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    /** Refuses every key that nobody asked for. */
    void finish() {
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw unknown(key);
            }
        }
    }

    /** The error for a value: names place, value, rule; the rule says what to write. */
    CasysException wrong(String key, String value, String rule) {
        return new CasysException(ErrorCategory.CONFIGURATION, at(key) + " is " + value + " but " + rule + ".");
    }

    private CasysException unknown(String key) {
        Optional<String> replacement = DefunctKey.replacementOf(at(key));
        if (replacement.isPresent()) {
            return new CasysException(
                    ErrorCategory.CONFIGURATION,
                    at(key) + " is not a setting any more; write " + replacement.get() + " instead.");
        }
        String remedy = Suggestion.nearest(key, known)
                .map(nearest -> "did you mean " + at(nearest) + "?")
                .orElseGet(() -> "known here: " + String.join(", ", known) + ".");
        return new CasysException(ErrorCategory.CONFIGURATION, at(key) + " is not a setting; " + remedy);
    }

    private String textOf(String key, JsonNode value) {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw wrong(key, shown(value), "must be a text that is not blank");
        }
        try {
            return variables.expand(value.stringValue()).strip();
        } catch (Variables.UnresolvedVariable e) {
            throw new CasysException(ErrorCategory.CONFIGURATION, at(key) + " " + e.getMessage() + ".", e);
        }
    }

    private String at(String key) {
        return path + "." + key;
    }

    private static String shown(JsonNode value) {
        if (value.isContainer()) {
            return kind(value);
        }
        String text = value.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    /** What a JSON value is, in words. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }
}
