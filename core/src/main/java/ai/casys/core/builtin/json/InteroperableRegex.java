// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.LinearPattern;
import ai.casys.core.builtin.tool.ToolFailure;
import java.util.Optional;

/**
 * Regular expressions of RFC 9485 (I-Regexp), which JSONPath uses, run by a linear-time engine. I-Regexp is nearly a
 * subset of RE2 syntax: the dot leaves out both line ends, and what RE2 knows beyond it is refused.
 */
final class InteroperableRegex {

    private static final String SINGLE_ESCAPES = "()*+-.?[\\]^nrt{|}";

    private InteroperableRegex() {}

    /** The compiled expression, or nothing if it is no I-Regexp (or larger than we run). */
    static Optional<LinearPattern> compile(String expression) {
        if (expression.length() > LinearPattern.MAX_LENGTH) {
            return Optional.empty();
        }
        Optional<String> translated = translate(expression);
        try {
            return translated.map(text -> LinearPattern.compile(text, 0));
        } catch (ToolFailure _) {
            return Optional.empty();
        }
    }

    private static Optional<String> translate(String expression) {
        StringBuilder text = new StringBuilder();
        boolean inClass = false;
        boolean quantified = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                String escape = escape(expression, i);
                if (escape.isEmpty()) {
                    return Optional.empty();
                }
                text.append(escape);
                i += escape.length() - 1;
                quantified = false;
            } else if (inClass) {
                if (c == '[') {
                    return Optional.empty();
                }
                inClass = c != ']';
                text.append(c);
            } else if ("*+?{".indexOf(c) >= 0) {
                if (quantified || (c == '{' && expression.startsWith("{,", i))) {
                    return Optional.empty();
                }
                quantified = true;
                text.append(c);
                while (c == '{' && i + 1 < expression.length() && text.charAt(text.length() - 1) != '}') {
                    text.append(expression.charAt(++i));
                }
            } else {
                if (c == '(' && expression.startsWith("(?", i)) {
                    return Optional.empty();
                }
                quantified = false;
                inClass = c == '[';
                text.append(outside(c));
            }
        }
        return Optional.of(text.toString());
    }

    /** XSD, from which I-Regexp comes, knows no anchors: there these two stand for themselves. */
    private static String outside(char c) {
        return switch (c) {
            case '.' -> "[^\\n\\r]";
            case '^' -> "\\^";
            case '$' -> "\\$";
            default -> String.valueOf(c);
        };
    }

    /** A single-character escape or a Unicode category; empty if it is neither. */
    private static String escape(String expression, int at) {
        if (at + 1 == expression.length()) {
            return "";
        }
        char c = expression.charAt(at + 1);
        if (SINGLE_ESCAPES.indexOf(c) >= 0) {
            return expression.substring(at, at + 2);
        }
        int end = expression.indexOf('}', at);
        boolean category = (c == 'p' || c == 'P') && expression.startsWith("{", at + 2) && end > 0 && end <= at + 5;
        return category ? expression.substring(at, end + 1) : "";
    }
}
