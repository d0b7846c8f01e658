// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A value of the body as it stands in a header (2026-07-28, transports, "Value Encoding"). */
final class HeaderValue {

    private static final String OPENING = "=?base64?";
    private static final String CLOSING = "?=";

    private HeaderValue() {}

    /** The text that a header stands for; empty if it is written in a way that no value may have. */
    static Optional<String> decode(String header) {
        if (!header.chars().allMatch(letter -> (letter >= 0x20 && letter <= 0x7e) || letter == '\t')) {
            return Optional.empty();
        }
        boolean encoded = header.length() >= OPENING.length() + CLOSING.length()
                && header.startsWith(OPENING)
                && header.endsWith(CLOSING);
        return encoded
                ? text(header.substring(OPENING.length(), header.length() - CLOSING.length()))
                : Optional.of(header);
    }

    private static Optional<String> text(String base64) {
        // The decoder of the JDK lets a missing padding pass.
        if (base64.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
