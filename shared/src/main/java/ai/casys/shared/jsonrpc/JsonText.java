// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.nio.charset.StandardCharsets;

/** Writes Java strings as JSON strings. Lone surrogates, which JSON escapes can smuggle in, leave as escapes again. */
final class JsonText {

    private JsonText() {}

    static byte[] quote(String text) {
        return isPlain(text) ? ('"' + text + '"').getBytes(StandardCharsets.ISO_8859_1) : escaped(text);
    }

    /** Whether nothing has to be escaped, and each letter is a byte. */
    static boolean isPlain(String text) {
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
                return false;
            }
        }
        return true;
    }

    private static byte[] escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ' || isLoneSurrogate(text, index)) {
                out.append(String.format("\\u%04x", (int) letter));
            } else {
                out.append(letter);
            }
        }
        return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char letter = text.charAt(index);
        if (Character.isHighSurrogate(letter)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(letter) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
