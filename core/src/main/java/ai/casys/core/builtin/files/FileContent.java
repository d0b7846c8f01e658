// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.ToolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/** Opens, reads and tells apart the contents of files. */
final class FileContent {

    /** What is looked at to tell text from other data. */
    static final int SNIFF_BYTES = 8_192;

    private FileContent() {}

    /** Opens a regular file; devices, pipes and links are refused before they could block or lead away. */
    static InputStream open(Folder folder, String name, Place place) throws IOException {
        regular(folder, name, place);
        SeekableByteChannel channel = folder.open(name, Set.of(StandardOpenOption.READ));
        return Channels.newInputStream(channel);
    }

    /** The attributes of a regular file. */
    static BasicFileAttributes regular(Folder folder, String name, Place place) throws IOException {
        BasicFileAttributes attributes = folder.attributes(name);
        if (attributes.isDirectory()) {
            throw new ToolFailure("\"" + place.display() + "\" is a folder; use the tool \"list\".");
        }
        if (attributes.isSymbolicLink()) {
            throw new ToolFailure("\"" + place.display() + "\" is a symbolic link; links are not followed.");
        }
        if (!attributes.isRegularFile()) {
            throw new ToolFailure("\"" + place.display() + "\" is neither a file nor a folder.");
        }
        return attributes;
    }

    static String kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return "file";
        }
        if (attributes.isDirectory()) {
            return "folder";
        }
        return attributes.isSymbolicLink() ? "link" : "other";
    }

    /** Whether the beginning of a file looks like UTF-8 text; a character cut at the end does no harm. */
    static boolean looksLikeText(byte[] head) {
        for (byte b : head) {
            if (b == 0) {
                return false;
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length + 1), false);
        return !result.isError();
    }

    /** @throws CharacterCodingException if the bytes are not UTF-8 */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** The kind of image that the first bytes announce, if models can look at it. */
    static Optional<String> imageType(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 16), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of("image/gif");
        }
        return start.startsWith("RIFF") && start.startsWith("WEBP", 8) ? Optional.of("image/webp") : Optional.empty();
    }
}
