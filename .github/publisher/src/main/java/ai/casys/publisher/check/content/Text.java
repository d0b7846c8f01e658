// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Bytes as lines. Those that are no text in a known encoding are read as Latin-1, so that words are still seen. */
public final class Text {
    private Text() {}

    /** The text of {@code bytes}: UTF-16 where its marks or zero bytes say so, else UTF-8, else Latin-1. */
    public static String of(byte[] bytes) {
        Optional<Charset> wide = wide(bytes);
        if (wide.isPresent()) {
            return new String(bytes, wide.get());
        }
        return utf8(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The lines of {@code bytes}, however they end. */
    public static List<String> lines(byte[] bytes) {
        return List.of(of(bytes).split("\r\n|\r|\n", -1));
    }

    private static Optional<Charset> wide(byte[] bytes) {
        if (bytes.length < 4 || bytes.length % 2 != 0) {
            return Optional.empty();
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (first == 0xff && second == 0xfe) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (first == 0xfe && second == 0xff) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        int evenZeros = 0;
        int oddZeros = 0;
        int length = Math.min(bytes.length, 4096) & ~1;
        for (int index = 0; index < length; index += 2) {
            evenZeros += bytes[index] == 0 ? 1 : 0;
            oddZeros += bytes[index + 1] == 0 ? 1 : 0;
        }
        int pairs = length / 2;
        if (oddZeros > pairs * 3 / 4 && evenZeros < pairs / 4) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (evenZeros > pairs * 3 / 4 && oddZeros < pairs / 4) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
