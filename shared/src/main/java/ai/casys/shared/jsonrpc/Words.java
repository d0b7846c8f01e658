// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at once: every message is scanned twice, and byte by byte that costs more than parsing it. */
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;

    private Words() {}

    /** The first offset from {@code at} on that may hold something else than ASCII, or the length. */
    static int skipAscii(byte[] bytes, int at) {
        int index = at;
        while (index + 8 <= bytes.length && ((long) LONGS.get(bytes, index) & HIGH_BITS) == 0) {
            index += 8;
        }
        while (index < bytes.length && bytes[index] >= 0) {
            index++;
        }
        return index;
    }

    /** The first offset from {@code at} on of a line feed or carriage return, or the length. */
    static int nextLineBreak(byte[] bytes, int at) {
        int index = at;
        while (index + 8 <= bytes.length) {
            long word = (long) LONGS.get(bytes, index);
            if ((zeros(word ^ LINE_FEEDS) | zeros(word ^ RETURNS)) != 0) {
                break;
            }
            index += 8;
        }
        while (index < bytes.length && bytes[index] != '\n' && bytes[index] != '\r') {
            index++;
        }
        return index;
    }

    /** Not zero exactly if a byte of the word is zero (Warren, Hacker's Delight, section 6-1). */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }
}
