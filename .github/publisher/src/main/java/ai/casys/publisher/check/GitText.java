// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A commit or tag object as its bytes say, every header included.
 *
 * @param headers names and values in their order; a continued value is one
 * @param message all that stands below
 */
record GitText(List<Header> headers, String message) {
    /** One line above the message. */
    record Header(String name, String value) {}

    GitText {
        headers = List.copyOf(headers);
    }

    static GitText parse(byte[] bytes) {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = raw.startsWith("\n") ? 0 : raw.indexOf("\n\n");
        String head = end < 0 ? raw : raw.substring(0, end);
        List<Header> found = new ArrayList<>();
        for (String line : head.split("\n", -1)) {
            if (line.startsWith(" ") && !found.isEmpty()) {
                Header last = found.removeLast();
                found.add(new Header(last.name(), last.value() + "\n" + line.substring(1)));
                continue;
            }
            int space = line.indexOf(' ');
            found.add(
                    space < 0 ? new Header(line, "") : new Header(line.substring(0, space), line.substring(space + 1)));
        }
        Charset charset = found.stream()
                .filter(header -> header.name().equals("encoding"))
                .findFirst()
                .flatMap(header -> charset(header.value()))
                .orElse(StandardCharsets.UTF_8);
        List<Header> decoded = found.stream()
                .map(header -> new Header(header.name(), decode(header.value(), charset)))
                .toList();
        return new GitText(decoded, end < 0 ? "" : decode(raw.substring(end + 2), charset));
    }

    /** The value of the first header of that name, empty if there is none. */
    String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .findFirst()
                .map(Header::value)
                .orElse("");
    }

    /** The values of the trailers called {@code name}, wherever they stand. */
    List<String> trailers(String name) {
        return message.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name.strip()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static String decode(String latin, Charset charset) {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return latin;
        }
    }
}
