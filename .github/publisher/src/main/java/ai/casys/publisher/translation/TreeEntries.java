// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One folder: its entries in Git's order, by name.
 *
 * <p>A name is kept as one character a byte, so that names in any encoding come out as they came in. Policies name ASCII
 * and UTF-8 names; {@link #key} makes them comparable.
 */
record TreeEntries(Map<String, Entry> byName) {

    /** Mode in octal digits, as the bytes have it, and what it refers to. */
    record Entry(String mode, ObjectId id) {
        boolean isTree() {
            return (Integer.parseInt(mode, 8) & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
        }

        /** A file or a symbolic link: the only things a policy can name singly. */
        boolean isFile() {
            int type = Integer.parseInt(mode, 8) & FileMode.TYPE_MASK;
            return type == FileMode.TYPE_FILE || type == FileMode.TYPE_SYMLINK;
        }
    }

    static final TreeEntries EMPTY = new TreeEntries(Map.of());

    static TreeEntries parse(byte[] tree) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int at = 0;
        while (at < tree.length) {
            int space = indexOf(tree, ' ', at);
            int end = indexOf(tree, '\0', space);
            entries.put(
                    new String(tree, space + 1, end - space - 1, StandardCharsets.ISO_8859_1),
                    new Entry(
                            new String(tree, at, space - at, StandardCharsets.ISO_8859_1),
                            ObjectId.fromRaw(tree, end + 1)));
            at = end + 1 + Constants.OBJECT_ID_LENGTH;
        }
        return new TreeEntries(entries);
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byName.forEach((name, entry) -> {
            out.writeBytes((entry.mode() + " " + name + "\0").getBytes(StandardCharsets.ISO_8859_1));
            byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
            entry.id().copyRawTo(id, 0);
            out.writeBytes(id);
        });
        return out.toByteArray();
    }

    /** A name from a policy, as it would stand in here. */
    static String key(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** A name from here, for people. */
    static String text(String key) {
        return Texts.decode(key.getBytes(StandardCharsets.ISO_8859_1), "");
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        throw new IllegalStateException("a tree object is damaged: " + Arrays.hashCode(bytes));
    }
}
