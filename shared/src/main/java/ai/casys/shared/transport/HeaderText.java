// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text in HTTP headers, as revision 2026-07-28 ("Streamable HTTP", "Value Encoding") writes it. */
final class HeaderText {

    private static final String OPENING = "=?base64?";
    private static final String CLOSING = "?=";

    private HeaderText() {}

    /** The text itself where a header can carry it, else the Base64 form. */
    static String encode(String text) {
        boolean looksEncoded = text.startsWith(OPENING) && text.endsWith(CLOSING);
        if (isPlain(text) && text.indexOf('\t') < 0 && text.equals(text.strip()) && !looksEncoded) {
            return text;
        }
        return OPENING + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + CLOSING;
    }

    /** Whether the text has only visible ASCII, spaces and tabs. */
    static boolean isPlain(String text) {
        return text.chars().allMatch(letter -> (letter >= 0x20 && letter <= 0x7e) || letter == '\t');
    }
}
