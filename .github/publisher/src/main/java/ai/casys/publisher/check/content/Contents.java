// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Everything that can be read in one file. Zip archives, thus jars and office documents, are opened, and those in them,
 * to a bounded depth and size; a gzip stream is unpacked. What cannot be read to its end is said in {@link #unread}.
 *
 * @param parts the readable parts, the file itself first
 * @param unread why something in the file could not be looked at
 */
public record Contents(List<Part> parts, List<String> unread) {
    private static final int MAXIMUM_DEPTH = 4;
    private static final long MAXIMUM_UNPACKED = 48L << 20;
    private static final int MAXIMUM_ENTRIES = 50_000;
    private static final Map<String, String> PACKINGS = Map.of(
            "BZh", "bzip2",
            "\u00fd7zXZ\0", "xz",
            "7z\u00bc\u00af'\u001c", "7z",
            "Rar!\u001a\u0007", "rar",
            "(\u00b5/\u00fd", "zstd");

    public Contents {
        parts = List.copyOf(parts);
        unread = List.copyOf(unread);
    }

    /** Reads {@code bytes}. Never fails: what is broken or too much is named in {@link #unread}. */
    public static Contents of(byte[] bytes) {
        Reading reading = new Reading();
        reading.read("", "", bytes, 0);
        return new Contents(reading.parts, reading.unread);
    }

    /** The packings that the JDK cannot open. */
    private static Optional<String> packing(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 6), StandardCharsets.ISO_8859_1);
        return PACKINGS.entrySet().stream()
                .filter(entry -> start.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isZip(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && (bytes[2] == 3 || bytes[2] == 5);
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 10 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b && bytes[2] == 8;
    }

    private static final class Reading {
        private final List<Part> parts = new ArrayList<>();
        private final List<String> unread = new ArrayList<>();
        private long left = MAXIMUM_UNPACKED;
        private int entries = MAXIMUM_ENTRIES;

        private void read(String inside, String name, byte[] bytes, int depth) {
            if (ConstantPool.isClass(bytes)) {
                readClass(inside, name, bytes);
                return;
            }
            parts.add(new Part(inside, name, Part.Kind.TEXT, Text.lines(bytes)));
            packing(bytes).ifPresent(format -> unread.add(inside + ": is packed as " + format));
            if (!isZip(bytes) && !isGzip(bytes)) {
                return;
            }
            if (depth == MAXIMUM_DEPTH) {
                unread.add(inside + ": archives lie in archives more than " + MAXIMUM_DEPTH + " deep");
                return;
            }
            try {
                if (isZip(bytes)) {
                    readZip(inside, bytes, depth);
                } else {
                    InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes));
                    read(inside + "!gunzip", name, take(unpacked), depth + 1);
                }
            } catch (IOException | IllegalArgumentException e) {
                unread.add(inside + ": " + e.getMessage());
            }
        }

        private void readClass(String inside, String name, byte[] bytes) {
            try {
                parts.add(new Part(inside, name, Part.Kind.CLASS, ConstantPool.texts(bytes)));
            } catch (IOException e) {
                unread.add(inside + ": begins as a class, but " + e.getMessage());
                parts.add(new Part(inside, name, Part.Kind.TEXT, Text.lines(bytes)));
            }
        }

        private void readZip(String inside, byte[] bytes, int depth) throws IOException {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    entries--;
                    if (entries < 0) {
                        throw new IOException("more than " + MAXIMUM_ENTRIES + " entries");
                    }
                    if (!entry.isDirectory()) {
                        read(inside + "!/" + entry.getName(), entry.getName(), take(zip), depth + 1);
                    }
                }
            }
        }

        private byte[] take(InputStream in) throws IOException {
            byte[] taken = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
            left -= taken.length;
            if (left < 0) {
                throw new IOException("more than " + (MAXIMUM_UNPACKED >> 20) + " MiB unpacked");
            }
            return taken;
        }
    }
}
