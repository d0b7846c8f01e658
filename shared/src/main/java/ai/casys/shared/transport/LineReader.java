// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a byte stream into lines within bounded memory: of a line that is too long only head and tail are kept, and
 * reading goes on after its line feed. One thread.
 */
final class LineReader {

    /** What {@link #next} met. */
    enum Step {
        /** {@link #line()} holds a line. */
        LINE,
        /** {@link #head()} and {@link #tail()} hold the edges of a line beyond the limit. */
        TOO_LONG,
        /** Nothing more will come. */
        END
    }

    /** How much of an overlong line is kept from either end. */
    private static final int EDGE = 4096;

    /** A buffer that one large line has stretched is not kept for the small ones after it. */
    private static final int SPARE = 1 << 20;

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int filled;
    private ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private byte[] line = {};
    private byte[] head = {};
    private byte[] tail = {};

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Reads on to the end of the line; a last one without line feed counts. */
    Step next() throws IOException {
        while (at < filled || fill()) {
            int feed = lineFeed();
            int end = feed < 0 ? filled : feed;
            if (collected.size() + (end - at) > limit) {
                skipOverlong();
                return Step.TOO_LONG;
            }
            collected.write(chunk, at, end - at);
            at = feed < 0 ? filled : feed + 1;
            if (feed >= 0) {
                line = take();
                return Step.LINE;
            }
        }
        line = take();
        return line.length == 0 ? Step.END : Step.LINE;
    }

    /** The line without its line feed. */
    byte[] line() {
        return line;
    }

    /** The first bytes of an overlong line, at most 4 KiB. */
    byte[] head() {
        return head;
    }

    /** The last bytes of an overlong line, at most 4 KiB. */
    byte[] tail() {
        return tail;
    }

    private void skipOverlong() throws IOException {
        byte[] start = take();
        int firstEnd = Math.min(filled, at + Math.max(0, EDGE - start.length));
        head = start.length >= EDGE ? Arrays.copyOf(start, EDGE) : joined(start, at, firstEnd);
        tail = lastOf(start);
        while (true) {
            int feed = lineFeed();
            int end = feed < 0 ? filled : feed;
            tail = lastOf(joined(tail, Math.max(at, end - EDGE), end));
            at = feed < 0 ? filled : feed + 1;
            if (feed >= 0 || !fill()) {
                return;
            }
        }
    }

    private byte[] joined(byte[] first, int from, int to) {
        byte[] both = Arrays.copyOf(first, first.length + to - from);
        System.arraycopy(chunk, from, both, first.length, to - from);
        return both;
    }

    private static byte[] lastOf(byte[] bytes) {
        return bytes.length <= EDGE ? bytes : Arrays.copyOfRange(bytes, bytes.length - EDGE, bytes.length);
    }

    private byte[] take() {
        byte[] bytes = collected.toByteArray();
        if (bytes.length > SPARE) {
            collected = new ByteArrayOutputStream();
        } else {
            collected.reset();
        }
        return bytes;
    }

    private int lineFeed() {
        for (int index = at; index < filled; index++) {
            if (chunk[index] == '\n') {
                return index;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }
}
