// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.ToolFailure;

/** The text of a query and how far it is read. Knows the lexical rules of RFC 9535; used by one thread. */
final class PathText {

    private final String text;
    private int at;

    PathText(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The next character, or 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    boolean startsWith(String word) {
        return text.startsWith(word, at);
    }

    boolean take(String word) {
        if (!startsWith(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    void expect(String word) {
        if (!take(word)) {
            throw error("expected \"" + word + "\"");
        }
    }

    void skipBlanks() {
        while (!atEnd() && " \t\n\r".indexOf(peek()) >= 0) {
            at++;
        }
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    ToolFailure error(String what) {
        String found = atEnd() ? "the end" : "\"" + Character.toString(text.codePointAt(at)) + "\"";
        return new ToolFailure("JSONPath \"" + text + "\" is wrong at character " + (at + 1) + ": " + what + ", found "
                + found + ". Syntax: RFC 9535, e.g. $.items[?@.price < 10].name");
    }

    /** {@code int} of section 2.3.3.1: no leading zeros, no minus zero, within the exact range of I-JSON. */
    long integer() {
        int start = at;
        take("-");
        int digits = at;
        while (isDigit(peek())) {
            at++;
        }
        String number = text.substring(start, at);
        boolean wrong = at == digits
                || (text.charAt(digits) == '0' && at - digits > 1)
                || number.equals("-0")
                || at - digits > 16;
        if (wrong || Math.abs(Long.parseLong(number)) > 9_007_199_254_740_991L) {
            at = start;
            throw error("expected an integer without leading zeros, at most 2^53-1 either way");
        }
        return Long.parseLong(number);
    }

    /** The literal {@code number}, as JSON writes it. */
    String number() {
        int start = at;
        take("-");
        int digits = at;
        while (isDigit(peek())) {
            at++;
        }
        boolean wrong = at == digits || (text.charAt(digits) == '0' && at - digits > 1);
        if (take(".")) {
            wrong |= !digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (!take("-")) {
                take("+");
            }
            wrong |= !digits();
        }
        if (wrong || at - start > 100) {
            at = start;
            throw error("expected a number");
        }
        return text.substring(start, at);
    }

    private boolean digits() {
        int start = at;
        while (isDigit(peek())) {
            at++;
        }
        return at > start;
    }

    /** {@code member-name-shorthand}: letters, digits, underscore and everything beyond ASCII. */
    String shorthand() {
        int start = at;
        while (!atEnd()) {
            int c = text.codePointAt(at);
            boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isBeyondAscii(c);
            if (!letter && !(at > start && c < 128 && isDigit((char) c))) {
                break;
            }
            at += Character.charCount(c);
        }
        if (at == start) {
            throw error("expected a member name, * or [");
        }
        return text.substring(start, at);
    }

    String functionName() {
        int start = at;
        while ((peek() >= 'a' && peek() <= 'z') || (at > start && (peek() == '_' || isDigit(peek())))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A string literal in either quotes. */
    String string() {
        char quote = peek();
        if (quote != '"' && quote != '\'') {
            throw error("expected a string");
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (peek() != quote || atEnd()) {
            if (atEnd() || peek() < ' ') {
                throw error("a string may not end here or hold a control character; write it as \\uXXXX");
            }
            if (peek() == '\\') {
                at++;
                value.append(escaped(quote));
                continue;
            }
            int c = text.codePointAt(at);
            if (Character.getType(c) == Character.SURROGATE) {
                throw error("half a character");
            }
            value.appendCodePoint(c);
            at += Character.charCount(c);
        }
        at++;
        return value.toString();
    }

    private String escaped(char quote) {
        char c = peek();
        int plain = "bfnrt/\\".indexOf(c);
        if (c == quote) {
            at++;
            return String.valueOf(quote);
        }
        if (plain >= 0 && !atEnd()) {
            at++;
            return String.valueOf("\b\f\n\r\t/\\".charAt(plain));
        }
        if (c != 'u') {
            throw error("no such escape");
        }
        char first = hex();
        if (Character.isHighSurrogate(first)) {
            if (!take("\\") || peek() != 'u') {
                throw error("expected the second half of a surrogate pair");
            }
            char second = hex();
            if (!Character.isLowSurrogate(second)) {
                throw error("expected the second half of a surrogate pair");
            }
            return new String(new char[] {first, second});
        }
        if (Character.isLowSurrogate(first)) {
            throw error("a surrogate pair cannot begin with its second half");
        }
        return String.valueOf(first);
    }

    /** Reads {@code uXXXX}. */
    private char hex() {
        at++;
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw error("expected four hexadecimal digits");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private static boolean isBeyondAscii(int c) {
        return c >= 0x80 && Character.getType(c) != Character.SURROGATE;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
