// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A word that lies in private files for no other purpose than never to be seen in public ones. It is searched as it is,
 * in any case, and as its bytes look in hexadecimal and in Base64, which has three forms, one for each offset.
 */
public final class Canary {
    private final String word;
    private final List<String> plain;
    private final List<String> encoded;

    public Canary(String word) {
        this.word = word;
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        this.plain = List.of(word.toLowerCase(Locale.ROOT), HexFormat.of().formatHex(bytes));
        this.encoded = List.of(base64(bytes, 0), base64(bytes, 1), base64(bytes, 2));
    }

    /** The word itself. */
    public String word() {
        return word;
    }

    /** Whether {@code line} holds the word in one of its forms; {@code lower} is the line in small letters. */
    public boolean sings(String line, String lower) {
        return plain.stream().anyMatch(lower::contains) || encoded.stream().anyMatch(line::contains);
    }

    /** The characters that the word alone determines when it stands {@code offset} bytes behind a multiple of three. */
    private static String base64(byte[] bytes, int offset) {
        byte[] padded = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, padded, offset, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int first = (offset * 8 + 5) / 6;
        int last = padded.length * 8 / 6;
        return text.substring(first, last);
    }
}
