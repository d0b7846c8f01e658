// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.ToolFailure;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Ways to write bytes as plain characters. */
enum Encoding {
    /** RFC 4648, section 4, with padding; read with or without. */
    BASE64,
    /** RFC 4648, section 5, without padding; read with or without. */
    BASE64URL,
    /** Two hexadecimal digits a byte. */
    HEX,
    /** Percent-encoding as in the query of a URL, with %20 for the space. */
    URL;

    static List<String> names() {
        return Arrays.stream(values()).map(Encoding::text).toList();
    }

    static Encoding of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String encode(byte[] bytes) {
        return switch (this) {
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            case HEX -> HexFormat.of().formatHex(bytes);
            case URL ->
                URLEncoder.encode(new String(bytes, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .replace("+", "%20");
        };
    }

    byte[] decode(String text) {
        try {
            return switch (this) {
                case BASE64 -> Base64.getDecoder().decode(text.strip());
                case BASE64URL -> Base64.getUrlDecoder().decode(text.strip());
                case HEX -> HexFormat.of().parseHex(text.strip());
                case URL -> URLDecoder.decode(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("The text is not " + text() + ": " + e.getMessage() + ".", e);
        }
    }
}
