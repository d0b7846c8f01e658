// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads as much of TOML 1.0 as configuration files of clients hold: tables, dotted and quoted keys, strings of all four
 * kinds, arrays and inline tables. Numbers, dates and truth values become texts, except {@code true} and {@code false}.
 * Arrays of tables are read over. Used by one thread, once.
 */
final class Toml {

    private static final int MAX_DEPTH = 32;
    /** A word or number, or a date and a time with a space between. */
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9+_.:-]+( [0-9+:.Z-]+)?");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private final Path file;
    private int at;

    private Toml(String text, Path file) {
        this.text = text;
        this.file = file;
    }

    /**
     * The content as a JSON object.
     *
     * @throws CasysException (CONFIGURATION) with the line, when it is no TOML
     */
    static ObjectNode parse(byte[] bytes, Path file) {
        return new Toml(new String(bytes, StandardCharsets.UTF_8), file).document();
    }

    private ObjectNode document() {
        ObjectNode root = NODES.objectNode();
        ObjectNode table = root;
        for (skipLines(); at < text.length(); skipLines()) {
            if (text.startsWith("[[", at)) {
                at += 2;
                keys();
                expect("]]");
                table = NODES.objectNode();
            } else if (peek() == '[') {
                at++;
                table = descend(root, keys());
                expect("]");
            } else {
                assign(table, 0);
            }
            endOfLine();
        }
        return root;
    }

    private void assign(ObjectNode table, int depth) {
        List<String> keys = keys();
        expect("=");
        skipBlanks();
        ObjectNode owner = descend(table, keys.subList(0, keys.size() - 1));
        if (owner.has(keys.getLast())) {
            throw wrong("a key is there twice");
        }
        owner.set(keys.getLast(), value(depth + 1));
    }

    private ObjectNode descend(ObjectNode from, List<String> keys) {
        ObjectNode node = from;
        for (String key : keys) {
            JsonNode next = node.path(key);
            if (!next.isMissingNode() && !next.isObject()) {
                throw wrong("a key is used as a table and as a value");
            }
            node = next instanceof ObjectNode object ? object : node.putObject(key);
        }
        return node;
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        do {
            skipBlanks();
            keys.add(key());
            skipBlanks();
        } while (take('.'));
        if (keys.size() > MAX_DEPTH) {
            throw wrong("a key has too many parts");
        }
        return keys;
    }

    private String key() {
        if (peek() == '"' || peek() == '\'') {
            return string();
        }
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-')) {
            at++;
        }
        if (start == at) {
            throw wrong("a key is expected");
        }
        return text.substring(start, at);
    }

    private JsonNode value(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("values are nested too deeply");
        }
        return switch (peek()) {
            case '"', '\'' -> StringNode.valueOf(string());
            case '[' -> array(depth);
            case '{' -> inlineTable(depth);
            default -> bare();
        };
    }

    private JsonNode bare() {
        int start = at;
        while (at < text.length() && ",]}#\r\n".indexOf(peek()) < 0) {
            at++;
        }
        String word = text.substring(start, at).strip();
        if (!BARE.matcher(word).matches()) {
            throw wrong("a value is expected; texts stand between quotation marks");
        }
        return switch (word) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> StringNode.valueOf(word);
        };
    }

    private ArrayNode array(int depth) {
        expect("[");
        ArrayNode array = NODES.arrayNode();
        for (skipLines(); !take(']'); skipLines()) {
            array.add(value(depth + 1));
            skipLines();
            if (!take(',') && peek() != ']') {
                throw wrong("\",\" or \"]\" is expected");
            }
        }
        return array;
    }

    private ObjectNode inlineTable(int depth) {
        expect("{");
        ObjectNode table = NODES.objectNode();
        for (skipLines(); !take('}'); skipLines()) {
            assign(table, depth);
            skipLines();
            if (!take(',') && peek() != '}') {
                throw wrong("\",\" or \"}\" is expected");
            }
        }
        return table;
    }

    private String string() {
        char quote = peek();
        String triple = String.valueOf(quote).repeat(3);
        boolean multiline = text.startsWith(triple, at);
        String end = multiline ? triple : String.valueOf(quote);
        at += end.length();
        if (multiline) {
            take('\r');
            take('\n');
        }
        StringBuilder string = new StringBuilder();
        while (!text.startsWith(end, at)) {
            char next = peek();
            if (next == 0 || (!multiline && next == '\n')) {
                throw wrong("a text is not closed");
            }
            at++;
            if (next == '\\' && quote == '"') {
                escape(string);
            } else {
                string.append(next);
            }
        }
        at += end.length();
        return string.toString();
    }

    private void escape(StringBuilder string) {
        char kind = peek();
        at++;
        switch (kind) {
            case 'b' -> string.append('\b');
            case 't' -> string.append('\t');
            case 'n' -> string.append('\n');
            case 'f' -> string.append('\f');
            case 'r' -> string.append('\r');
            case '"', '\\' -> string.append(kind);
            case 'u' -> string.appendCodePoint(codePoint(4));
            case 'U' -> string.appendCodePoint(codePoint(8));
            case ' ', '\t', '\r', '\n' -> {
                while (at < text.length() && Character.isWhitespace(peek())) {
                    at++;
                }
            }
            default -> throw wrong("an escape in a text is not known");
        }
    }

    private int codePoint(int digits) {
        int end = at + digits;
        if (end > text.length() || !text.substring(at, end).matches("[0-9A-Fa-f]+")) {
            throw wrong("an escape in a text is not known");
        }
        long codePoint = Long.parseLong(text.substring(at, end), 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw wrong("an escape in a text is not known");
        }
        at = end;
        return (int) codePoint;
    }

    private void endOfLine() {
        skipBlanks();
        if (peek() == '#') {
            skipComment();
        }
        if (at < text.length() && peek() != '\n' && peek() != '\r') {
            throw wrong("a new line is expected");
        }
    }

    private void skipLines() {
        while (at < text.length() && (Character.isWhitespace(peek()) || peek() == '#' || peek() == '\uFEFF')) {
            if (peek() == '#') {
                skipComment();
            } else {
                at++;
            }
        }
    }

    private void skipComment() {
        while (at < text.length() && peek() != '\n') {
            at++;
        }
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private void expect(String expected) {
        skipBlanks();
        if (!text.startsWith(expected, at)) {
            throw wrong("\"" + expected + "\" is expected");
        }
        at += expected.length();
    }

    private boolean take(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** The next character, 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private CasysException wrong(String what) {
        long line = 1
                + text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new CasysException(
                ErrorCategory.CONFIGURATION,
                file + " is not the TOML we can read, at line " + line + ": " + what + ". Correct it there.");
    }
}
