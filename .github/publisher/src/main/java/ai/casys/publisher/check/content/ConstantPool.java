// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.content;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts in the constant pool of a compiled class: names of types, members, packages and modules, descriptors,
 * signatures, and every string literal. A class cannot refer to anything without naming it here (JVMS 4.4).
 */
public final class ConstantPool {
    private static final int MAGIC = 0xCAFEBABE;

    private ConstantPool() {}

    /** Whether {@code bytes} begin as a class file does. */
    public static boolean isClass(byte[] bytes) {
        // A universal binary of macOS begins with the same four bytes; its next number is a small count of
        // architectures, where a class has the version 45 or above.
        return bytes.length >= 10
                && (bytes[0] & 0xff) == 0xCA
                && (bytes[1] & 0xff) == 0xFE
                && (bytes[2] & 0xff) == 0xBA
                && (bytes[3] & 0xff) == 0xBE
                && (((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff)) >= 45;
    }

    /**
     * The texts in their order in the file.
     *
     * @throws IOException if {@code classFile} is no class or ends early
     */
    public static List<String> texts(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        if (in.readInt() != MAGIC) {
            throw new IOException("the first four bytes are not those of a class");
        }
        in.readInt();
        int count = in.readUnsignedShort();
        List<String> texts = new ArrayList<>();
        int index = 1;
        while (index < count) {
            int tag = in.readUnsignedByte();
            if (tag == 1) {
                texts.add(in.readUTF());
            } else {
                in.skipNBytes(size(tag));
            }
            // Numbers of eight bytes take two places.
            index += tag == 5 || tag == 6 ? 2 : 1;
        }
        return texts;
    }

    private static int size(int tag) throws IOException {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IOException("a constant has the unknown tag " + tag);
        };
    }
}
