// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in one form: no white space, object keys sorted by UTF-16 code units at every depth, strings escaped as RFC 8785
 * §3.2.2.2 says. Numbers keep the text they came with, which differs from RFC 8785: a definition that writes
 * {@code 1.0} instead of {@code 1} has changed. Of a repeated key the last value counts, as everywhere in the gateway.
 */
final class CanonicalJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if the bytes are not one JSON value */
    static String of(RawJson json) {
        try (JsonParser parser = MAPPER.createParser(json.toByteArray())) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("not a JSON value: the text is empty");
            }
            return value(parser, first);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    // Depth is bounded by the parser's own limit on nesting.
    private static String value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> quoted(parser.getString());
            default -> parser.getString();
        };
    }

    private static String object(JsonParser parser) {
        TreeMap<String, String> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        StringBuilder text = new StringBuilder("{");
        members.forEach((name, value) -> {
            text.append(text.length() > 1 ? "," : "");
            text.append(quoted(name)).append(':').append(value);
        });
        return text.append('}').toString();
    }

    private static String array(JsonParser parser) {
        List<String> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return "[" + String.join(",", elements) + "]";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\b' -> quoted.append("\\b");
                case '\t' -> quoted.append("\\t");
                case '\n' -> quoted.append("\\n");
                case '\f' -> quoted.append("\\f");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (unit < ' ' || isLoneSurrogate(text, i)) {
                        quoted.append(String.format("\\u%04x", (int) unit));
                    } else {
                        quoted.append(unit);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    // UTF-8 has no form for half a pair; unescaped, two different texts would become the same bytes.
    private static boolean isLoneSurrogate(String text, int index) {
        char unit = text.charAt(index);
        if (Character.isHighSurrogate(unit)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(unit) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
