// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/** Bytes of unknown encoding to text, without regard to the machine. */
final class Texts {
    private Texts() {}

    /**
     * As the named encoding says if the bytes are valid in it, else as UTF-8 if they are valid UTF-8, else as ISO 8859-1,
     * in which all bytes are valid.
     */
    static String decode(byte[] bytes, String encoding) {
        if (!encoding.isEmpty()) {
            try {
                Optional<String> named = strict(bytes, Charset.forName(encoding));
                if (named.isPresent()) {
                    return named.get();
                }
            } catch (IllegalCharsetNameException | UnsupportedCharsetException | UnsupportedOperationException e) {
                // An encoding that nobody knows is as good as none.
            }
        }
        return strict(bytes, StandardCharsets.UTF_8).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> strict(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
