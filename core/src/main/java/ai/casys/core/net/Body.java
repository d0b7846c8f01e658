// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import java.util.Arrays;

/** What was read of a response's body, decoded from its transfer and content coding. Immutable. */
public final class Body {

    static final Body EMPTY = new Body(new byte[0], false);

    private final byte[] bytes;
    private final boolean truncated;

    private Body(byte[] bytes, boolean truncated) {
        this.bytes = bytes;
        this.truncated = truncated;
    }

    /** Keeps the first bytes of what was read; the array is given away. */
    static Body limited(byte[] read, int limit) {
        return read.length > limit ? new Body(Arrays.copyOf(read, limit), true) : new Body(read, false);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes were kept. */
    public int size() {
        return bytes.length;
    }

    /** Whether the body goes on after what was kept. */
    public boolean truncated() {
        return truncated;
    }
}
