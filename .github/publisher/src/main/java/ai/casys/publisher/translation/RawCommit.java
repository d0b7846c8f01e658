// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A commit or a tag object as its bytes say, decoded the same way on every machine: JGit's own decoding falls back to
 * the machine's character set.
 */
final class RawCommit {
    private final Map<String, byte[]> headers = new HashMap<>();
    private final List<ObjectId> parents = new ArrayList<>();
    private final byte[] message;
    private final String encoding;

    RawCommit(byte[] bytes) {
        int at = 0;
        String last = "";
        while (at < bytes.length && bytes[at] != '\n') {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            // A line that starts with a space continues the one before: a signature, of no use here.
            if (bytes[at] != ' ') {
                int space = at;
                while (space < end && bytes[space] != ' ') {
                    space++;
                }
                last = new String(bytes, at, space - at, StandardCharsets.ISO_8859_1);
                byte[] value = Arrays.copyOfRange(bytes, Math.min(space + 1, end), end);
                if (last.equals("parent")) {
                    parents.add(ObjectId.fromString(new String(value, StandardCharsets.ISO_8859_1)));
                } else {
                    headers.putIfAbsent(last, value);
                }
            }
            at = end + 1;
        }
        message = at + 1 > bytes.length ? new byte[0] : Arrays.copyOfRange(bytes, at + 1, bytes.length);
        encoding = new String(headers.getOrDefault("encoding", new byte[0]), StandardCharsets.ISO_8859_1).strip();
    }

    List<ObjectId> parents() {
        return parents;
    }

    ObjectId tree() {
        return ObjectId.fromString(new String(header("tree"), StandardCharsets.ISO_8859_1));
    }

    String message() {
        return Texts.decode(message, encoding);
    }

    Signature author() {
        return Signature.parse(Texts.decode(header("author"), encoding));
    }

    Signature committer() {
        return Signature.parse(Texts.decode(header("committer"), encoding));
    }

    /** Of a tag object; one without is as if nobody had made it at second 0. */
    Signature tagger() {
        return Signature.parse(Texts.decode(header("tagger"), encoding));
    }

    private byte[] header(String name) {
        return headers.getOrDefault(name, new byte[0]);
    }
}
